import { App, Duration, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as synthetics from 'aws-cdk-lib/aws-synthetics';
import * as customResources from 'aws-cdk-lib/custom-resources';
import * as pipelines from 'aws-cdk-lib/pipelines';
import { checkTemplates } from '../../lib/check';
import type { Json } from '../../lib/core/json';
import { buildTemplates } from '../../lib/core/template';

const env = { account: '111122223333', region: 'eu-west-1' };

/** What the rules about rights say of the stacks that `make` adds to an app, as `severity rule path by provider`. */
function findingsOf(make: (stack: Stack) => void): string[] {
  const context = {
    'aws:cdk:enable-path-metadata': true,
    'aws:cdk:disable-asset-staging': true,
    '@aws-cdk/aws-iam:minimizePolicies': true,
  };
  const app = new App({ context });
  make(new Stack(app, 'App', { env, crossRegionReferences: true }));
  const assembly = app.synth({ validateOnSynthesis: false });
  const inputs = assembly.stacksRecursively.map(({ templateFile, template }) => ({ name: templateFile, body: jsonOf(template) }));
  return checkTemplates(buildTemplates(inputs))
    .findings.filter(({ ruleId }) => ruleId.startsWith('iam/'))
    .map(({ severity, ruleId, constructPath, message }) => {
      const provider = /\(written by CDK's (.+)\)$/.exec(message)?.[1] ?? 'the user';
      return `${severity} ${ruleId} ${constructPath} by ${provider}`;
    });
}

function jsonOf(template: object): Json {
  return JSON.parse(JSON.stringify(template));
}

const providers = (findings: readonly string[]) =>
  [...new Set(findings.map((finding) => finding.split(' by ')[1]))].filter((name) => name !== 'the user').sort();
const blocking = (findings: readonly string[]) => findings.filter((finding) => !finding.startsWith('info '));

function functionOf(stack: Stack, id: string) {
  return new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {}'),
  });
}

function clusterWith(stack: Stack): iam.IRole {
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: new ec2.Vpc(stack, 'Vpc') });
  return cluster.addCapacity('Instances', { instanceType: new ec2.InstanceType('t3.micro') }).role;
}

function projectIn(stack: Stack) {
  return new codebuild.Project(stack, 'Project', { buildSpec: codebuild.BuildSpec.fromObject({}), vpc: new ec2.Vpc(stack, 'Vpc') });
}

const cases: readonly (readonly [name: string, providers: readonly string[], make: (stack: Stack) => void])[] = [
  ['ECS instances', ['ECS container instances', 'ECS drain hook'], clusterWith],
  ['a build in a VPC', ['CodeBuild project', 'CodeBuild project in a VPC'], projectIn],
  [
    'a bastion',
    ['BastionHostLinux'],
    (stack) => {
      new ec2.BastionHostLinux(stack, 'Bastion', { vpc: new ec2.Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: true }) });
    },
  ],
  [
    'buckets',
    ['BucketDeployment', 'LogRetention'],
    (stack) => {
      const bucket = new s3.Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
      bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(functionOf(stack, 'Fn')));
      const vpc = new ec2.Vpc(stack, 'Vpc');
      new s3deploy.BucketDeployment(stack, 'Site', {
        destinationBucket: bucket,
        sources: [s3deploy.Source.data('a', 'b')],
        vpc,
        useEfs: true,
        logRetention: 7,
      });
    },
  ],
  [
    'custom resources',
    ['ECR auto-delete images', 'LogRetention', 'OpenIdConnectProvider', 'RecordSet deleteExisting'],
    (stack) => {
      new ecr.Repository(stack, 'Images', { autoDeleteImages: true, removalPolicy: RemovalPolicy.DESTROY });
      new iam.OpenIdConnectProvider(stack, 'GitHub', { url: 'https://token.actions.githubusercontent.com' });
      const zone = new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'example.com' });
      new route53.ARecord(stack, 'Record', { zone, target: route53.RecordTarget.fromIpAddresses('192.0.2.1'), deleteExisting: true });
      new customResources.Provider(stack, 'Provider', {
        onEventHandler: functionOf(stack, 'OnEvent'),
        isCompleteHandler: functionOf(stack, 'IsComplete'),
        queryInterval: Duration.seconds(10),
        logRetention: 7,
      });
    },
  ],
  [
    'references and functions in other regions',
    ['EdgeFunction', 'cross-region references'],
    (stack) => {
      const other = new Stack(stack.node.root as App, 'Other', { env: { ...env, region: 'us-east-1' }, crossRegionReferences: true });
      const certificate = new acm.Certificate(other, 'Certificate', { domainName: 'example.com' });
      const edge = new cloudfront.experimental.EdgeFunction(stack, 'Edge', {
        runtime: lambda.Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: lambda.Code.fromInline('exports.handler = async () => {}'),
      });
      new cloudfront.CfnPublicKey(stack, 'Key', {
        publicKeyConfig: { callerReference: 'a', encodedKey: certificate.certificateArn, name: edge.edgeArn },
      });
    },
  ],
  [
    'a canary',
    ['Canary', 'Canary cleanup'],
    (stack) => {
      new synthetics.Canary(stack, 'Canary', {
        runtime: synthetics.Runtime.SYNTHETICS_NODEJS_PUPPETEER_9_1,
        test: synthetics.Test.custom({ code: synthetics.Code.fromInline('x'), handler: 'index.handler' }),
        cleanup: synthetics.Cleanup.LAMBDA,
      });
    },
  ],
  [
    'a Kubernetes cluster',
    ['AlbController', 'EKS cluster creation role', 'OpenIdConnectProvider'],
    (stack) => {
      const cluster = new eks.Cluster(stack, 'Cluster', {
        version: eks.KubernetesVersion.of('1.33'),
        kubectlLayer: lambda.LayerVersion.fromLayerVersionArn(stack, 'Kubectl', 'arn:aws:lambda:eu-west-1:111122223333:layer:kubectl:1'),
        albController: { version: eks.AlbControllerVersion.V2_8_2 },
        defaultCapacity: 0,
      });
      cluster.addFargateProfile('Profile', { selectors: [{ namespace: 'orders' }] });
    },
  ],
  [
    'a pipeline of CDK',
    ['CodeBuild project', 'ConfirmPermissionsBroadening', 'pipeline artifacts', 'pipeline self-mutation'],
    (stack) => {
      const input = pipelines.CodePipelineSource.codeCommit(codecommit.Repository.fromRepositoryName(stack, 'Code', 'code'), 'main');
      const pipeline = new pipelines.CodePipeline(stack, 'Pipeline', {
        synth: new pipelines.ShellStep('Synth', { input, commands: ['npx cdk synth'] }),
        crossAccountKeys: true,
      });
      const stage = new Stage(stack, 'Prod', { env: { account: '444455556666', region: 'eu-west-1' } });
      functionOf(new Stack(stage, 'Orders'), 'Fn');
      pipeline.addStage(stage, { pre: [new pipelines.ConfirmPermissionsBroadening('Confirm', { stage })] });
    },
  ],
];

test.each(cases)('what CDK writes for %s is information', (_, expected, make) => {
  const findings = findingsOf(make);
  expect(blocking(findings)).toEqual([]);
  expect(providers(findings)).toEqual(expected);
});

const wide = () => new iam.PolicyStatement({ actions: ['dynamodb:PutItem'], resources: ['*'] });

test.each<[string, (stack: Stack) => void]>([
  ['the role of ECS instances', (stack) => clusterWith(stack).addToPrincipalPolicy(wide())],
  ['the role of a build', (stack) => projectIn(stack).addToRolePolicy(wide())],
  [
    'the role of a bastion',
    (stack) => new ec2.BastionHostLinux(stack, 'Bastion', { vpc: new ec2.Vpc(stack, 'Vpc') }).role.addToPrincipalPolicy(wide()),
  ],
])('a statement that the user adds to %s blocks', (_, make) => {
  expect(blocking(findingsOf(make)).join('\n')).toMatch(/^error iam\/no-wildcard-resource .*DefaultPolicy\/Resource by the user/m);
});

test('a part of what CDK writes blocks in a role that the user can reach', () => {
  const logs = new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: ['*'] });
  const findings = findingsOf((stack) => {
    const instance = new ec2.Instance(stack, 'Server', {
      vpc: new ec2.Vpc(stack, 'Vpc'),
      instanceType: new ec2.InstanceType('t3.micro'),
      machineImage: ec2.MachineImage.latestAmazonLinux2023(),
    });
    instance.addToRolePolicy(logs);
  });
  expect(blocking(findings)).toEqual(['error iam/no-wildcard-resource App/Server/InstanceRole/DefaultPolicy/Resource by the user']);
});
