import type { JsonObject } from '../../lib/core/json';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { positionsOf, type Switch, switchFact } from '../../lib/core/model/switches';
import { defineRule } from '../../lib/core/rule';

type Message = 'publicBucket' | 'publicOverrides' | 'publicContainer' | 'undecided';

/** The switches of each type, and what an open one is called. A missing access rule is a private one. */
const switches: readonly { readonly type: string; readonly message: Message; readonly opens: Switch; readonly weak?: true }[] = [
  { type: 'AWS::Lightsail::Bucket', message: 'publicBucket', opens: { path: ['AccessRules', 'GetObject'], on: ['public'] } },
  {
    type: 'AWS::Lightsail::Bucket',
    message: 'publicOverrides',
    opens: { path: ['AccessRules', 'AllowPublicOverrides'], on: ['true'] },
    weak: true,
  },
];

const PUBLIC_ENDPOINT = ['ContainerServiceDeployment', 'PublicEndpoint'] as const;

const bucket = (rules: JsonObject): JsonObject => ({
  Files: { Type: 'AWS::Lightsail::Bucket', Properties: { BucketName: 'files', BundleId: 'small_1_0', AccessRules: rules } },
});
const container = (deployment: JsonObject): JsonObject => ({
  Web: {
    Type: 'AWS::Lightsail::Container',
    Properties: { ServiceName: 'web', Power: 'nano', Scale: 1, ContainerServiceDeployment: deployment },
  },
});

/** The ports of instances are left to `endpoint/no-world-ingress`, and databases to `endpoint/no-public-database`. */
export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-public-lightsail-resource',
    severity: { recommended: 'error', strict: 'error', critical: 'error' },
    title: 'Lightsail buckets and containers are not public',
    rationale:
      'Lightsail has none of the block-public-access settings of an account: a public bucket is readable by everyone, and a public endpoint of a container answers everyone.',
    references: [
      'https://docs.aws.amazon.com/lightsail/latest/userguide/amazon-lightsail-understanding-bucket-permissions.html',
      'https://docs.aws.amazon.com/lightsail/latest/userguide/amazon-lightsail-container-services-deployments.html',
    ],
    catalogue: ['NET-LIGHTSAIL-PUBLIC'],
    peers: ['prowler lightsail_instance_public'],
  },
  messages: {
    publicBucket: {
      what: 'bucket "{name}" has GetObject "{value}": everyone can read every object',
      fix: 'set "AccessRules: GetObject" to "private" ("accessRules: { objectAccess: \'private\' }" of CfnBucket)',
    },
    publicOverrides: {
      what: 'bucket "{name}" has AllowPublicOverrides {value}: whoever writes an object can make it public',
      fix: 'set "AccessRules: AllowPublicOverrides" to false ("accessRules: { allowPublicOverrides: false }" of CfnBucket)',
    },
    publicContainer: {
      what: 'container service "{name}" has a PublicEndpoint: its containers answer the internet',
      fix: 'leave "ContainerServiceDeployment: PublicEndpoint" out, so that the service has its private domain alone; acknowledge one that is meant to be public',
    },
    undecided: {
      what: 'whether {type} "{name}" is public cannot be decided: {property} is "{value}"',
      fix: 'write {property} in the template, or give the parameter that decides it a value as its default',
    },
  },
  examples: {
    valid: [
      { title: 'a private bucket', resources: bucket({ GetObject: 'private', AllowPublicOverrides: false }) },
      { title: 'a container service without a public endpoint', resources: container({ Containers: [{ ContainerName: 'web' }] }) },
    ],
    invalid: [
      { title: 'a public bucket', resources: bucket({ GetObject: 'public', AllowPublicOverrides: false }), reports: ['publicBucket'] },
      {
        title: 'a bucket whose writers may publish objects',
        resources: bucket({ GetObject: 'private', AllowPublicOverrides: true }),
        reports: ['publicOverrides'],
      },
      {
        title: 'a container service on the internet',
        resources: container({ PublicEndpoint: { ContainerName: 'web', ContainerPort: 80 } }),
        reports: ['publicContainer'],
      },
      {
        title: 'a choice that is made at deployment',
        template: { Parameters: { Access: { Type: 'String' } }, Resources: bucket({ GetObject: { Ref: 'Access' } }) },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    for (const { type, message, opens, weak } of switches) {
      for (const resource of model.resourcesOfType(type)) {
        if (isPublicOnPurpose(model, resource)) continue;
        for (const position of positionsOf(model, resource, opens)) {
          yield {
            message: position.state === 'on' ? message : 'undecided',
            ...switchFact(model, position),
            ...(weak === true ? { atMost: 'warning' as const } : {}),
          };
        }
      }
    }
    for (const resource of model.resourcesOfType('AWS::Lightsail::Container')) {
      if (isPublicOnPurpose(model, resource)) continue;
      for (const reading of model.readingsOf(resource)) {
        const endpoint = reading.values(...PUBLIC_ENDPOINT).find(({ kind }) => kind !== 'absent');
        if (endpoint === undefined) continue;
        const data = { type: resource.type, name: model.nameOf(resource), property: 'PublicEndpoint', value: endpoint.shown };
        const message = endpoint.kind === 'structure' ? 'publicContainer' : 'undecided';
        yield { message, resource, at: endpoint.at, evidence: 'PublicEndpoint', data };
      }
    }
  },
});
