import type { JsonObject } from '../../lib/core/json';
import { isBehindWebAcl } from '../../lib/core/model/mentions';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { positionsOf, type Switch, switchFact } from '../../lib/core/model/switches';
import { defineRule } from '../../lib/core/rule';

const service = (properties: JsonObject): JsonObject => ({
  Orders: { Type: 'AWS::AppRunner::Service', Properties: { SourceConfiguration: {}, ...properties } },
});
const ingress = (isPublic: JsonObject | boolean): JsonObject => ({
  NetworkConfiguration: { IngressConfiguration: { IsPubliclyAccessible: isPublic } },
});

const publicSwitch: Switch = {
  path: ['NetworkConfiguration', 'IngressConfiguration', 'IsPubliclyAccessible'],
  on: ['true'],
  onWithout: true,
};

export default defineRule({
  meta: {
    id: 'endpoint/no-public-app-runner-service',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'App Runner services are private',
    rationale:
      'App Runner puts every service on the internet unless told otherwise, authenticates nobody, and runs the service with the rights of its instance role.',
    references: [
      'https://docs.aws.amazon.com/apprunner/latest/dg/network-pl.html',
      'https://docs.aws.amazon.com/apprunner/latest/dg/waf.html',
    ],
    catalogue: ['NET-APPRUNNER-PUBLIC'],
    peers: [],
  },
  messages: {
    public: {
      what: 'service "{name}" is on the internet: IsPubliclyAccessible is {value}, and no web ACL stands before it',
      fix: 'set "NetworkConfiguration: IngressConfiguration: IsPubliclyAccessible" to false and add an AWS::AppRunner::VpcIngressConnection ("isPubliclyAccessible: false" of apprunner.Service), or associate a web ACL and acknowledge that it is public',
    },
    publicBehindWebAcl: {
      what: 'service "{name}" is on the internet, behind a web ACL: IsPubliclyAccessible is {value}',
      fix: 'set "NetworkConfiguration: IngressConfiguration: IsPubliclyAccessible" to false ("isPubliclyAccessible: false" of apprunner.Service), or acknowledge that it is public',
    },
    undecided: {
      what: 'whether service "{name}" is public cannot be decided: IsPubliclyAccessible is "{value}"',
      fix: 'write IsPubliclyAccessible false, or give the parameter that decides it that value as its default',
    },
  },
  examples: {
    valid: [{ title: 'a private service', resources: service(ingress(false)) }],
    invalid: [
      { title: 'a service with the default network', resources: service({}), reports: ['public'] },
      {
        title: 'a public service behind a web ACL',
        resources: {
          ...service(ingress(true)),
          Association: {
            Type: 'AWS::WAFv2::WebACLAssociation',
            Properties: { ResourceArn: { 'Fn::GetAtt': ['Orders', 'ServiceArn'] }, WebACLArn: 'arn' },
          },
        },
        reports: ['publicBehindWebAcl'],
      },
      {
        title: 'a choice that is made at deployment',
        template: { Parameters: { Public: { Type: 'String' } }, Resources: service(ingress({ Ref: 'Public' })) },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::AppRunner::Service')) {
      if (isPublicOnPurpose(model, resource)) continue;
      const isFirewalled = isBehindWebAcl(model, resource);
      for (const position of positionsOf(model, resource, publicSwitch)) {
        const { data, ...fact } = switchFact(model, position);
        const value = position.state === 'default' ? 'absent, and the default is true' : position.value;
        const message = position.state === 'undecided' ? 'undecided' : isFirewalled ? 'publicBehindWebAcl' : 'public';
        yield { message, ...fact, data: { ...data, value }, ...(isFirewalled ? { atMost: 'warning' as const } : {}) };
      }
    }
  },
});
