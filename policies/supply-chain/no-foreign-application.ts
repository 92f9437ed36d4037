import { parseArn } from '../../lib/core/iam/arn';
import { standingOf } from '../../lib/core/model/accounts';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'foreignPublisher' | 'noVersion';

const application = (ApplicationId: string, SemanticVersion?: string) => ({
  Rotation: {
    Type: 'AWS::Serverless::Application',
    Properties: { Location: { ApplicationId, ...(SemanticVersion === undefined ? {} : { SemanticVersion }) } },
  },
});

/** Accounts from which AWS publishes applications: rotation functions, Athena connectors, Powertools layers. */
const AWS_PUBLISHERS = new Set(['297356227824', '292517598671', '057560766410']);

export default defineRule<Message>({
  meta: {
    id: 'supply-chain/no-foreign-application',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Applications of the Serverless Application Repository are those of AWS or of trusted accounts, at a version',
    rationale:
      'An application from the repository brings functions and roles of its author into the account. What its author publishes next comes with the next deployment, unless the version is named.',
    references: ['https://docs.aws.amazon.com/serverlessrepo/latest/devguide/security_iam_id-based-policy-examples.html'],
    catalogue: ['SC-SAR-APP'],
    peers: [],
  },
  messages: {
    foreignPublisher: {
      what: 'application "{name}" is published by account {account}, which is neither your own nor AWS\'s',
      fix: 'read what it deploys, publish a copy in your own account, or name the account in the setting "trustedAccounts"',
    },
    noVersion: {
      what: 'application "{name}" names no version: each deployment takes the newest',
      fix: 'set Location.SemanticVersion to the version that you have read, such as "1.0.3"',
    },
  },
  examples: {
    valid: [
      {
        title: 'an application of AWS at a version',
        resources: application(
          'arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSPostgreSQLRotationSingleUser',
          '1.1.367',
        ),
      },
    ],
    invalid: [
      {
        title: "somebody else's, whatever is newest",
        resources: application('arn:aws:serverlessrepo:us-east-1:999988887777:applications/tool'),
        reports: ['noVersion', 'foreignPublisher'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const resource of model.resourcesOfType('AWS::Serverless::Application')) {
      const name = model.nameOf(resource);
      for (const location of model.readingsOf(resource).flatMap((reading) => reading.objects('Location'))) {
        if (location.lacks('ApplicationId')) continue;
        if (location.lacks('SemanticVersion')) {
          yield { message: 'noVersion', resource, at: location.at, evidence: 'SemanticVersion absent', data: { name } };
        }
        for (const { value, at } of location.values('ApplicationId')) {
          const account = value === undefined ? undefined : parseArn(value)?.account;
          if (typeof account !== 'string' || AWS_PUBLISHERS.has(account)) continue;
          const standing = standingOf(model, resource.template, account);
          if (standing !== 'foreign' && standing !== 'unpinned') continue;
          yield { message: 'foreignPublisher', resource, at, evidence: `application of ${account}`, data: { name, account } };
        }
      }
    }
  },
});
