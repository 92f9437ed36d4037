import type { JsonObject } from '../../lib/core/json';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { positionsOf, type Switch, switchFact } from '../../lib/core/model/switches';
import { defineRule } from '../../lib/core/rule';

type Message = 'internetAccess' | 'internetAccessByDefault' | 'undecided' | 'rootAccess' | 'noIsolation';

/** The switch of each type that places its code on the internet, and what closes it. */
const networks: Readonly<Record<string, { readonly network: Switch; readonly closed: string }>> = {
  'AWS::SageMaker::Domain': {
    network: { path: ['AppNetworkAccessType'], except: ['VpcOnly'], onWithout: true },
    closed: '"VpcOnly"',
  },
  'AWS::SageMaker::NotebookInstance': {
    network: { path: ['DirectInternetAccess'], except: ['Disabled'], onWithout: true },
    closed: '"Disabled", with SubnetId and SecurityGroupIds',
  },
};

const notebook = (properties: JsonObject): JsonObject => ({
  Notebook: {
    Type: 'AWS::SageMaker::NotebookInstance',
    Properties: { InstanceType: 'ml.t3.medium', RoleArn: 'arn:aws:iam::111122223333:role/notebook', ...properties },
  },
});
const isolated: JsonObject = { DirectInternetAccess: 'Disabled', SubnetId: 'subnet-0123456789abcdef0', RootAccess: 'Disabled' };

export default defineRule<Message>({
  meta: {
    id: 'endpoint/no-notebook-internet-access',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Notebooks and Studio domains use the network of a VPC',
    rationale:
      'With internet access of its own, a notebook sends whatever its role can read anywhere, past every security group, endpoint policy and flow log. That is the default of SageMaker.',
    references: [
      'https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html',
      'https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html',
      'https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html',
    ],
    catalogue: ['NET-SAGEMAKER-INTERNET'],
    peers: [
      'CKV_AWS_122',
      'CKV_AWS_370',
      'guard SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS',
      'cdk-nag AwsSolutions-SM1',
      'cdk-nag AwsSolutions-SM3',
      'Security Hub SageMaker.1',
      'Security Hub SageMaker.2',
      'Security Hub SageMaker.3',
      'Security Hub SageMaker.5',
    ],
  },
  messages: {
    internetAccess: {
      what: '{type} "{name}" has {property} "{value}": its code reaches the internet past the VPC',
      fix: 'set {property} to {closed}',
    },
    internetAccessByDefault: {
      what: '{type} "{name}" sets no {property}, and by default its code reaches the internet past the VPC',
      fix: 'set {property} to {closed}',
    },
    undecided: {
      what: 'whether {type} "{name}" has internet access of its own cannot be decided: {property} is "{value}"',
      fix: 'set {property} to {closed}, or give the parameter that decides it that value as its default',
    },
    rootAccess: {
      what: 'users of notebook "{name}" are root on the instance',
      fix: 'set RootAccess to "Disabled" ("rootAccess" of CfnNotebookInstance)',
    },
    noIsolation: {
      what: 'the containers of model "{name}" may open network connections: EnableNetworkIsolation is not true',
      fix: 'set EnableNetworkIsolation to true ("enableNetworkIsolation" of CfnModel) when the model calls nothing',
    },
  },
  examples: {
    valid: [
      { title: 'a notebook inside a VPC', resources: notebook(isolated) },
      {
        title: 'a domain inside a VPC',
        resources: { Studio: { Type: 'AWS::SageMaker::Domain', Properties: { AuthMode: 'IAM', AppNetworkAccessType: 'VpcOnly' } } },
      },
    ],
    invalid: [
      {
        title: 'a notebook with the default network',
        resources: notebook({ RootAccess: 'Disabled' }),
        reports: ['internetAccessByDefault'],
      },
      {
        title: 'a domain on the internet',
        resources: { Studio: { Type: 'AWS::SageMaker::Domain', Properties: { AppNetworkAccessType: 'PublicInternetOnly' } } },
        reports: ['internetAccess'],
      },
      {
        title: 'a choice that is made at deployment',
        template: {
          Parameters: { Internet: { Type: 'String' } },
          Resources: notebook({ ...isolated, DirectInternetAccess: { Ref: 'Internet' } }),
        },
        reports: ['undecided'],
      },
      { title: 'users that are root', resources: notebook({ ...isolated, RootAccess: 'Enabled' }), reports: ['rootAccess'] },
      {
        title: 'a model whose containers may call anything',
        resources: { Model: { Type: 'AWS::SageMaker::Model', Properties: { PrimaryContainer: { Image: 'orders' } } } },
        reports: ['noIsolation'],
      },
    ],
  },
  *check(model) {
    for (const [type, { network, closed }] of Object.entries(networks)) {
      for (const resource of model.resourcesOfType(type)) {
        if (isPublicOnPurpose(model, resource)) continue;
        for (const position of positionsOf(model, resource, network)) {
          const message =
            position.state === 'on' ? 'internetAccess' : position.state === 'default' ? 'internetAccessByDefault' : 'undecided';
          const { data, ...fact } = switchFact(model, position);
          yield { message, ...fact, data: { ...data, closed } };
        }
      }
    }
    yield* hygiene('AWS::SageMaker::NotebookInstance', { path: ['RootAccess'], except: ['Disabled'], onWithout: true }, 'rootAccess');
    yield* hygiene('AWS::SageMaker::Model', { path: ['EnableNetworkIsolation'], except: ['true'], onWithout: true }, 'noIsolation');

    /** What is good practice, and no way in by itself. */
    function* hygiene(type: string, given: Switch, message: Message) {
      for (const resource of model.resourcesOfType(type)) {
        for (const position of positionsOf(model, resource, given)) {
          if (position.state !== 'undecided') yield { message, ...switchFact(model, position), atMost: 'info' as const };
        }
      }
    }
  },
});
