import type { Model } from '../../lib/core/model/model';
import { resourcesNamed } from '../../lib/core/model/targets';
import { defineRule } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';

const SECRET = 'AWS::SecretsManager::Secret';
const generated = { Database: { Type: SECRET, Properties: { GenerateSecretString: { ExcludePunctuation: true } } } };

export default defineRule({
  meta: {
    id: 'data/require-secret-rotation',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Generated secrets rotate',
    rationale:
      'A secret that never changes stays good for whoever got hold of it once: from a log, a laptop, or a role that has been taken away since. What AWS Secrets Manager generated it can also replace.',
    references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html'],
    catalogue: ['SEC-NO-ROTATION'],
    peers: [
      'CKV_AWS_304',
      'guard SECRETSMANAGER_ROTATION_ENABLED_CHECK',
      'cdk-nag AwsSolutions-SMG4',
      'Security Hub SecretsManager.1',
      'Security Hub SecretsManager.4',
    ],
  },
  messages: {
    noRotation: {
      what: 'secret "{name}" is generated and has no rotation schedule',
      fix: 'add an AWS::SecretsManager::RotationSchedule ("secret.addRotationSchedule()", "database.addRotationSingleUser()"), or let the database manage its password ("ManageMasterUserPassword": true)',
    },
    foreignValue: {
      what: 'secret "{name}" has no rotation schedule, and its value comes from elsewhere',
      fix: 'replace the value where it comes from at regular times, or add a rotation function that does ("secret.addRotationSchedule()")',
    },
  },
  examples: {
    valid: [
      {
        title: 'a schedule',
        resources: {
          ...generated,
          Rotation: {
            Type: 'AWS::SecretsManager::RotationSchedule',
            Properties: { SecretId: { Ref: 'Database' }, RotationRules: { AutomaticallyAfterDays: 30 } },
          },
        },
      },
    ],
    invalid: [
      { title: 'a generated secret that stays as it is', resources: generated, reports: ['noRotation'] },
      { title: "a token of somebody else's", resources: { Token: { Type: SECRET, Properties: {} } }, reports: ['foreignValue'] },
    ],
  },
  *check(model) {
    const secrets = model.resourcesOfType(SECRET);
    if (secrets.length === 0) return;
    const rotated = rotatedSecrets(model);
    for (const resource of secrets) {
      if (rotated.has(resource) || model.isProvided(resource)) continue;
      const isGenerated = resource.properties.GenerateSecretString !== undefined;
      yield {
        message: isGenerated ? ('noRotation' as const) : ('foreignValue' as const),
        resource,
        at: model.propertiesOf(resource),
        evidence: 'no rotation schedule',
        data: { name: model.nameOf(resource) },
        ...(isGenerated ? {} : { atMost: 'info' as const }),
      };
    }
  },
});

/** Secrets with a schedule, also one that goes by an attachment of the secret to a database. */
function rotatedSecrets(model: Model): ReadonlySet<Resource> {
  const rotated = new Set<Resource>();
  for (const schedule of model.resourcesOfType('AWS::SecretsManager::RotationSchedule')) {
    for (const secret of resourcesNamed(model, schedule, ['SecretId'], SECRET, 'Name')) rotated.add(secret);
    for (const attachment of resourcesNamed(model, schedule, ['SecretId'], 'AWS::SecretsManager::SecretTargetAttachment', 'SecretId')) {
      for (const secret of resourcesNamed(model, attachment, ['SecretId'], SECRET, 'Name')) rotated.add(secret);
    }
  }
  return rotated;
}
