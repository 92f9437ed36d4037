/** Requests judged by an engine that is not ours. */
import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { type Granted, OWN_ACCOUNT, OWN_REGION } from './declarations';

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::AccountId': OWN_ACCOUNT,
  'AWS::Region': OWN_REGION,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Resources of a template, by logical id. */
export type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>>;

/** A policy document of the template with pseudo parameters and references filled in. */
export function concrete(value: unknown, resources: Resources): unknown {
  if (Array.isArray(value)) return value.map((one) => concrete(one, resources));
  if (typeof value === 'string') return withoutKeyPolicy(value);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, inner] = ['', undefined]] = Object.entries(value);
  if (name === 'Ref' && typeof inner === 'string') return PSEUDO[inner] ?? `resource-${inner}`;
  if (name === 'Fn::GetAtt' && Array.isArray(inner)) return arnOf(String(inner[0]), resources);
  if (name === 'Fn::Join' && Array.isArray(inner)) return (concrete(inner[1], resources) as string[]).join(inner[0]);
  if (name.startsWith('Fn::')) throw new Error(`no value is known of ${JSON.stringify(value)}`);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [withoutKeyPolicy(key), concrete(one, resources)]));
}

/** Of a resource that the stack itself makes. */
function arnOf(logicalId: string, resources: Resources): string {
  const { Type, Properties } = resources[logicalId] ?? { Type: '' };
  if (Type === 'AWS::IAM::Role' && typeof Properties?.RoleName === 'string')
    return `arn:aws:iam::${OWN_ACCOUNT}:role/${Properties.RoleName}`;
  return `arn:aws:of-the-stack:${OWN_REGION}:${OWN_ACCOUNT}:${logicalId}`;
}

/**
 * Whether policies allow it. All requests name a resource of the function's account, so that the role alone decides; keys too,
 * whose policies the engine would ask first, under a name that it does not know.
 */
export function isAllowed(documents: readonly object[], { action, arn, context }: Granted): boolean {
  const decided = runUnsafeSimulation(
    {
      request: {
        principal: `arn:aws:iam::${OWN_ACCOUNT}:role/Fn`,
        action: withoutKeyPolicy(action),
        resource: { resource: arn, accountId: OWN_ACCOUNT },
        contextVariables: Object.fromEntries(
          Object.entries(context).map(([key, value]) => [withoutKeyPolicy(key), typeof value === 'string' ? value : [...value]]),
        ),
      },
      identityPolicies: documents.map((policy, index) => ({ name: `policy${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  return decided === 'Allowed';
}

export function withoutKeyPolicy(name: string): string {
  return name.replace(/^kms:/, 'keys:');
}
