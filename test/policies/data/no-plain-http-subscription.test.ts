import rule from '../../../policies/data/no-plain-http-subscription';
import { factsOf, resources } from '../facts';

test('subscriptions of their own and those within a topic are read', () => {
  const own = (Protocol: string) => factsOf(rule, resources({ S: { Type: 'AWS::SNS::Subscription', Properties: { Protocol } } }));
  expect(own('http')).toEqual(['plainHttp S /Protocol']);
  expect(own('https')).toEqual([]);
  expect(own('sqs')).toEqual([]);
  const topic = {
    Type: 'AWS::SNS::Topic',
    Properties: { Subscription: [{ Protocol: 'lambda' }, { Protocol: 'HTTP', Endpoint: 'http://a' }] },
  };
  expect(factsOf(rule, resources({ T: topic }))).toEqual(['plainHttp T /Subscription/1/Protocol']);
});
