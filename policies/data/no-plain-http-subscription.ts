import { defineRule } from '../../lib/core/rule';

const subscription = (Protocol: string, Endpoint: string) => ({
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: 'arn:aws:sns:eu-west-1:111122223333:orders', Protocol, Endpoint },
  },
});

/** Subscriptions are resources of their own, or stand in the topic. */
const places = [
  { type: 'AWS::SNS::Subscription', path: [] },
  { type: 'AWS::SNS::Topic', path: ['Subscription', '*'] },
] as const;

export default defineRule({
  meta: {
    id: 'data/no-plain-http-subscription',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Topics deliver to HTTPS endpoints',
    rationale:
      'Amazon SNS sends each message over the internet to the endpoint. Over plain HTTP everyone on the way can read it, and change it.',
    references: ['https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit'],
    catalogue: ['DATA-SQS-SNS-TLS'],
    peers: ['cdk-nag AwsSolutions-SNS3'],
  },
  messages: {
    plainHttp: {
      what: 'subscription "{name}" delivers over plain HTTP to "{endpoint}"',
      fix: 'give the endpoint a certificate and set Protocol to "https"; in CDK "new UrlSubscription(\'https://...\')"',
    },
  },
  examples: {
    valid: [{ title: 'delivery over HTTPS', resources: subscription('https', 'https://orders.example.com/events') }],
    invalid: [{ title: 'delivery over HTTP', resources: subscription('http', 'http://orders.example.com/events'), reports: ['plainHttp'] }],
  },
  *check(model) {
    for (const { type, path } of places) {
      for (const resource of model.resourcesOfType(type)) {
        for (const reading of model.readingsOf(resource)) {
          for (const subscribed of path.length === 0 ? [reading] : reading.objects(...path)) {
            for (const { text, at } of subscribed.values('Protocol')) {
              if (text.toLowerCase() !== 'http') continue;
              const [endpoint] = subscribed.values('Endpoint');
              const data = { name: model.nameOf(resource), endpoint: endpoint?.shown ?? '' };
              yield { message: 'plainHttp' as const, resource, at, evidence: 'Protocol http', data };
            }
          }
        }
      }
    }
  },
});
