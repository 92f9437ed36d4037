import type { PropertyValue } from '../../lib/core/model/reading';
import { isReference, isSecretName } from '../../lib/core/model/secrets';
import { defineRule } from '../../lib/core/rule';
import { type Hole, soleHole } from '../../lib/core/template/symbolic';

const parameter = (Name: string, Value: string) => ({
  Setting: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name, Value } },
});

/** Values that are known to be secrets are left to `data/no-plaintext-secret`, which says so besides. */
export default defineRule({
  meta: {
    id: 'data/no-secret-in-parameter',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Secrets are not kept in plain parameters',
    rationale:
      'A parameter of type String is stored in the clear and read with "ssm:GetParameter" alone, which many roles hold for their settings. CloudFormation cannot make a SecureString; a secret of AWS Secrets Manager it can.',
    references: ['https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html#what-is-a-parameter'],
    catalogue: ['SEC-SSM-STRING-SECRET'],
    peers: ['CKV_AWS_384'],
  },
  messages: {
    plainParameter: {
      what: 'parameter "{name}" is kept in the clear, with the name of a secret and the type "{type}"',
      fix: 'make it an AWS::SecretsManager::Secret ("new secretsmanager.Secret()"), or create a SecureString outside of the template and refer to it by name; when it is none, give it another name',
    },
  },
  examples: {
    valid: [
      {
        title: 'where the secret is',
        resources: parameter('/orders/db-secret-arn', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db'),
      },
    ],
    invalid: [
      { title: 'a parameter for a password', resources: parameter('/orders/db-password', 'changeme'), reports: ['plainParameter'] },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::SSM::Parameter')) {
      for (const reading of model.readingsOf(resource)) {
        const names = reading.values('Name');
        const named = names.some(({ kind }) => kind !== 'absent') ? names.map(({ shown }) => shown) : [model.nameOf(resource)];
        const name = named.find((each) => isSecretName(lastSegment(each)));
        if (name === undefined || reading.values('Value').every(isWhereabouts)) continue;
        for (const { kind, text, at } of reading.values('Type')) {
          if (kind === 'literal' && !/^string(?:list)?$/i.test(text)) continue;
          yield {
            message: 'plainParameter' as const,
            resource,
            at,
            evidence: `${name} of type ${text || 'String'}`,
            data: { name, type: text || 'String' },
          };
        }
      }
    }
  },
});

/** `/orders/tokens/url` is named after its last part. */
function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Whether the value says where a secret is: an ARN, a name of a resource, a URL. */
function isWhereabouts({ kind, text, value }: PropertyValue): boolean {
  if (kind === 'literal') return isReference(text);
  const hole: Hole | undefined = value === undefined ? undefined : soleHole(value);
  return hole?.kind === 'resource' && (hole.attribute === 'Ref' || /(?:Arn|Id|Name|Url)$/.test(hole.attribute));
}
