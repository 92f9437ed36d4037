import { isObject, type Json, jsonTextOf } from '../../lib/core/json';
import { visitLiterals } from '../../lib/core/model/literals';
import type { Model } from '../../lib/core/model/model';
import {
  hint,
  isPasswordName,
  isPlaceholder,
  isReference,
  isSecretName,
  looksLikePassword,
  looksRandom,
  mayHoldSecret,
  secretAssignments,
  secretUnder,
  tokensIn,
  type VariableKind,
  variableKindOf,
} from '../../lib/core/model/secrets';
import { below, type Path } from '../../lib/core/path';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Hole } from '../../lib/core/template/symbolic';
import { partsOf } from '../../lib/core/template/symbolic';
import type { Resource } from '../../lib/core/template/template';

type Message = 'token' | 'secretValue' | 'passwordValue' | 'secretProperty' | 'readableSecret';

/** Properties of AWS's resource types, in lower case, that hold a secret and nothing else, whatever the type. */
const SECRET_PROPERTIES = new Set(
  `accesstoken accountpassword addomainjoinpassword adminpassword adminuserpassword apikeysecret apikeyvalue apisecretkey
  appserverprivatekey asmpassword authorizationapikeyvalue authorizationprivatekey authpassword authtoken clientsecret
  crossrealmtrustprincipalpassword customprivatekey dbpassword domainsigningprivatekey fsxadminpassword hectoken kdcadminpassword
  masterpassword masteruserpassword oauthtoken password passwords presharedkey privatekey privatekeypassphrase
  procurementportalsharedsecret radiussharedsecret refreshtoken repositoryaccesstoken saslpassword secretaccesskey
  secretkey secretstring secrettoken securitydbencryption serviceaccountpassword sharedsecret smtppassword
  sslclientkeypassword svmadminpassword tdecredentialpassword tokenkey usermanagedclientapplicationclientsecret`
    .trim()
    .split(/\s+/),
);

/** Properties that hold a secret in one type, under a name that has another meaning in others. */
const SECRETS_OF_TYPE: Readonly<Record<string, ReadonlySet<string>>> = {
  'AWS::CodeBuild::SourceCredential': new Set(['Token']),
  'AWS::Cognito::UserPoolIdentityProvider': new Set(['client_secret', 'private_key']),
  'AWS::Pinpoint::BaiduChannel': new Set(['ApiKey']),
  'AWS::Pinpoint::GCMChannel': new Set(['ApiKey']),
};

/** Properties whose value proves who calls, and is no password. */
const WEAK_PROPERTIES = new Set(['eventsourcetoken']);

/** Texts with scripts, in which names are given values. */
const SCRIPTS = new Set(['UserData', 'BuildSpec', 'Buildspec', 'content', 'command', 'Command', 'commands', 'Script']);

/** Units of time, which a property of the same name may have. */
const UNITS = new Set(['seconds', 'minutes', 'hours', 'days']);

const fn = (Variables: { readonly [name: string]: string }) => ({
  Handler: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::111122223333:role/orders',
      Code: { S3Bucket: 'code', S3Key: 'orders.zip' },
      Environment: { Variables },
    },
  },
});
const database = (MasterUserPassword: string | { readonly Ref: string }) => ({
  Database: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-postgresql', MasterUsername: 'orders', MasterUserPassword } },
});

export default defineRule<Message>({
  meta: {
    id: 'data/no-plaintext-secret',
    severity: { recommended: 'error', strict: 'error', critical: 'warning' },
    title: 'Templates hold no secrets',
    rationale:
      'Whoever may read the repository, the template or the configuration of the function reads the secret: that is far more people and tools than may use what it opens. It stays in the history of both for ever.',
    references: [
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds',
      'https://docs.aws.amazon.com/secretsmanager/latest/userguide/cfn-example_reference-secret.html',
    ],
    catalogue: ['SEC-PLAINTEXT-SECRET', 'SC-CODEBUILD-PRIV'],
    peers: [
      'CKV_AWS_45',
      'CKV_AWS_46',
      'cfn_nag F23',
      'cfn_nag F24',
      'cfn_nag F34',
      'cfn_nag F35',
      'cfn_nag F41 to F75',
      'cfn_nag W1',
      'AWS-0029',
      'AWS-0036',
      'AWS-0129',
      'guard CODEBUILD_PROJECT_SOURCE_REPO_URL_CHECK',
      'cdk-nag AwsSolutions-ECS2',
      'Security Hub CodeBuild.1',
      'Security Hub CodeBuild.2',
      'Security Hub ECS.8',
    ],
  },
  messages: {
    token: {
      what: '{place} holds {kind}: "{hint}"',
      fix: 'revoke it, since the template may have been read already; keep the new one in AWS Secrets Manager and read it at run time ("secret.grantRead(fn)"), or prefer a role over a key',
    },
    secretValue: {
      what: '{place} holds what looks like a secret: "{hint}"',
      fix: 'keep the value in AWS Secrets Manager, pass the ARN of the secret and read it at run time ("secret.grantRead(fn)"); replace the value that was here',
    },
    passwordValue: {
      what: '{place} holds what may be a password or key: "{hint}"',
      fix: 'keep the value in AWS Secrets Manager and pass the ARN of the secret ("secret.secretArn"); when it is a name, say so in the name of the variable',
    },
    secretProperty: {
      what: '{place} is given in the template: "{hint}"',
      fix: 'let AWS Secrets Manager make the value and refer to it with "{{resolve:secretsmanager:...}}"; in CDK "secret.secretValueFromJson(\'password\')" or "rds.Credentials.fromGeneratedSecret()"',
    },
    readableSecret: {
      what: '{place} comes from {value}, which everyone who may see the stack can read',
      fix: 'refer to a secret of AWS Secrets Manager with "{{resolve:secretsmanager:...}}" ("SecretValue.secretsManager()"), or give the parameter "NoEcho": true and no default',
    },
  },
  examples: {
    valid: [
      {
        title: 'where the secret is',
        resources: fn({ DB_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-Ab12Cd' }),
      },
      { title: 'a reference to a secret', resources: database('{{resolve:secretsmanager:orders:SecretString:password}}') },
      {
        title: 'a parameter that is not shown',
        template: { Parameters: { Password: { Type: 'String', NoEcho: true } }, Resources: database({ Ref: 'Password' }) },
      },
    ],
    invalid: [
      {
        title: 'a token',
        resources: fn({ REPOSITORY: 'https://ci:sesame12@git.example.com/orders' }),
        reports: ['token'],
      },
      { title: 'a random value under the name of a secret', resources: fn({ API_KEY: 'q8Zr2Lx0Vt6Nw4Ks9Bd1' }), reports: ['secretValue'] },
      { title: 'a word under the name of a password', resources: fn({ DB_PASSWORD: 'sesame12' }), reports: ['passwordValue'] },
      { title: 'a password in a property for one', resources: database('open-sesame'), reports: ['secretProperty'] },
      {
        title: 'a parameter with a default',
        template: {
          Parameters: { Password: { Type: 'String', Default: 'sesame12', NoEcho: true } },
          Resources: database({ Ref: 'Password' }),
        },
        reports: ['secretProperty'],
      },
      {
        title: 'a parameter that is shown',
        template: { Parameters: { Password: { Type: 'String' } }, Resources: database({ Ref: 'Password' }) },
        reports: ['readableSecret'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    const kinds = new Map<string, NameKind>();
    for (const template of model.templates) {
      for (const resource of template.resources.values()) {
        const json = jsonTextOf(resource.properties);
        if (json === undefined || mayHoldSecret(json)) {
          yield* secretsBelow(model, resource, resource.properties, model.propertiesOf(resource), kinds);
        }
        const metadata = metadataOf(resource);
        if (metadata !== undefined) yield* secretsBelow(model, resource, metadata.value, metadata.at, kinds);
      }
    }
  },
});

/** Metadata that tools on the instance read: files with their content, and keys to fetch them. */
function metadataOf(resource: Resource): { readonly value: Json; readonly at: Path } | undefined {
  const raw = isObject(resource.template.body.Resources) ? resource.template.body.Resources[resource.logicalId] : undefined;
  const metadata = isObject(raw) ? raw.Metadata : undefined;
  if (!isObject(metadata) || !Object.keys(metadata).some((key) => key.startsWith('AWS::CloudFormation::'))) return undefined;
  return { value: metadata, at: below(below(below(undefined, 'Resources'), resource.logicalId), 'Metadata') };
}

/** What the name of a property or variable promises. */
type NameKind = 'property' | 'weak' | VariableKind;

function kindOf(name: string, known: Map<string, NameKind>): NameKind {
  let kind = known.get(name);
  if (kind === undefined) {
    const lower = name.toLowerCase();
    if (SECRET_PROPERTIES.has(lower)) kind = 'property';
    else if (WEAK_PROPERTIES.has(lower)) kind = 'weak';
    else kind = variableKindOf(name);
    known.set(name, kind);
  }
  return kind;
}

function secretsBelow(model: Model, resource: Resource, node: Json, root: Path, kinds: Map<string, NameKind>): readonly Fact<Message>[] {
  const facts: Fact<Message>[] = [];
  const add = (message: Message, at: Path, place: string, secret: string, kind = '', atMost?: 'warning') => {
    const shown = hint(secret);
    facts.push({
      message,
      resource,
      at,
      evidence: `${place} ${shown}`,
      data: { place: `${model.nameOf(resource)} ${place}`, hint: shown, kind },
      ...(atMost === undefined ? {} : { atMost }),
    });
  };
  visitLiterals(node, root, {
    text(text, at, name) {
      const tokens = tokensIn(text);
      for (const token of tokens) add('token', at, name, token.text, token.kind, token.weak ? 'warning' : undefined);
      if (tokens.length > 0 || !SCRIPTS.has(name)) return;
      for (const { name: variable, value } of secretAssignments(text)) {
        if (looksRandom(value)) add('secretValue', at, variable, value);
        else if (isPasswordName(variable) && looksLikePassword(value)) add('passwordValue', at, variable, value, '', 'warning');
      }
    },
    named({ name, value, at }) {
      const kind = SECRETS_OF_TYPE[resource.type]?.has(name) === true ? 'property' : kindOf(name, kinds);
      if (kind === 'other') return;
      if (kind === 'property' || kind === 'weak') facts.push(...propertyFacts(model, resource, name, value, at, kind === 'weak'));
      else if (!Array.isArray(value)) {
        for (const text of literalsOf(model, resource, value, at)) {
          if (tokensIn(text).length > 0) continue;
          const found = secretUnder(kind, text);
          if (found !== undefined) add(found, at, name, text, '', found === 'passwordValue' ? 'warning' : undefined);
        }
      }
    },
  });
  return facts;
}

/** The texts that a value can be, where it is known in full. */
function literalsOf(model: Model, resource: Resource, value: Json, at: Path): readonly string[] {
  if (typeof value === 'string') return [value];
  if (!isIntrinsic(value)) return [];
  return model
    .resolverOf(resource.template)
    .strings(value, at)
    .flatMap((element) => (typeof element.value === 'string' ? [element.value] : []));
}

function isIntrinsic(value: Json): boolean {
  if (!isObject(value)) return false;
  const [key = '', ...others] = Object.keys(value);
  return others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
}

function* propertyFacts(
  model: Model,
  resource: Resource,
  property: string,
  value: Json,
  place: Path,
  isWeak: boolean,
): Iterable<Fact<Message>> {
  if (typeof value === 'boolean' || typeof value === 'number' || (isObject(value) && !isIntrinsic(value))) return;
  for (const element of model.resolverOf(resource.template).list(value, place)) {
    const name = `${model.nameOf(resource)} ${property}`;
    const at = element.at ?? place;
    if (typeof element.value === 'string') {
      const text = element.value;
      if (text === '' || UNITS.has(text) || tokensIn(text).length > 0 || /^arn:|^\{\{/.test(text)) continue;
      if (property.toLowerCase() === 'secretstring' && !holdsSecret(text)) continue;
      const shown = hint(text);
      const isToFill = /^[<{$[]/.test(text) || (!isPasswordName(property) && isReference(text));
      const cap = isWeak || isToFill ? { atMost: 'warning' as const } : {};
      yield { message: 'secretProperty', resource, at, evidence: `${property} ${shown}`, data: { place: name, hint: shown }, ...cap };
    } else if (!isWeak) {
      const source = readableSource(model, partsOf(element.value));
      if (source === undefined) continue;
      const data = { place: name, value: source };
      yield { message: 'readableSecret', resource, at, evidence: `${property} from ${source}`, data, atMost: 'warning' };
    }
  }
}

/** A secret that is made to be filled in later, or holds nothing but names, gives nothing away. */
function holdsSecret(text: string): boolean {
  if (isPlaceholder(text) || text === '{}' || text === '[]') return false;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return true;
  }
  if (typeof parsed !== 'object' || parsed === null) return true;
  return Object.entries(parsed).some(
    ([name, value]) => typeof value === 'string' && !isPlaceholder(value) && (isSecretName(name) || looksRandom(value)),
  );
}

/** Where a secret comes from, when that can be read without a permission for secrets. */
function readableSource(model: Model, parts: readonly (string | Hole)[]): string | undefined {
  if (parts.some((part) => typeof part === 'string' && part.includes('resolve:'))) return undefined;
  for (const part of parts) {
    if (typeof part === 'string') continue;
    if (part.kind === 'dynamic' && part.reference.startsWith('resolve:ssm:'))
      return `the parameter "${part.reference.slice(12)}" of Parameter Store`;
    if (part.kind === 'import') return `the export "${part.name}"`;
    if (part.kind === 'parameter' && !isHidden(model, part.template, part.name)) return `parameter "${part.name}" without NoEcho`;
  }
  return undefined;
}

function isHidden(model: Model, template: string, name: string): boolean {
  const parameters = model.templates.find((each) => each.name === template)?.body.Parameters;
  const parameter = isObject(parameters) ? parameters[name] : undefined;
  return isObject(parameter) && String(parameter.NoEcho).toLowerCase() === 'true';
}
