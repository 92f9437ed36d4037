// One stack per way in which a wildcard can reach a template, under one aspect on the app.
const { App, Aspects, CfnResource, NestedStack, Stack } = require('aws-cdk-lib');
const { CfnPolicy, PolicyStatement } = require('aws-cdk-lib/aws-iam');
const { CfnInclude } = require('aws-cdk-lib/cloudformation-include');
const { Construct } = require('constructs');
const { join } = require('node:path');
const { LeastPrivilegeChecks } = require('../../..');
const { plainRole, resourceOf } = require('./wildcard-role');

const app = new App({ outdir: process.env.OUTPUT });
Aspects.of(app).add(new LeastPrivilegeChecks());

const grants = (actions) => new PolicyStatement({ sid: 'Orders', actions, resources: actions.map(resourceOf) });

const clean = new Stack(app, 'Clean');
plainRole(clean, 'Role').addToPolicy(grants(['sqs:SendMessage']));

const empty = new Stack(app, 'Empty');
empty.templateOptions.description = 'a stack without resources';

const plain = plainRole(new Stack(app, 'Plain'), 'Role');
plain.addToPolicy(grants(['sqs:*'])); // plain

const below = new Stack(new Construct(app, 'Group'), 'Below');
plainRole(below, 'Role').addToPolicy(grants(['sns:*'])); // below a grouping construct

const nested = new NestedStack(new Stack(app, 'Parent'), 'Nested');
plainRole(nested, 'Role').addToPolicy(grants(['kms:*'])); // nested
plainRole(new NestedStack(nested, 'Inner'), 'Role').addToPolicy(grants(['ssm:*'])); // nested twice

const overridden = plainRole(new Stack(app, 'Overridden'), 'Role');
overridden.addToPolicy(grants(['sns:Publish'])); // overridden
const policy = overridden.node.findChild('DefaultPolicy').node.defaultChild;
policy.addPropertyOverride('PolicyDocument.Statement.0.Action', 'sns:*');

new CfnResource(new Stack(app, 'Generic'), 'Policy', {
  type: 'AWS::IAM::Policy',
  properties: {
    PolicyName: 'generic',
    Roles: ['orders'],
    PolicyDocument: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'events:*', Resource: resourceOf('events:*') } },
  },
});

new CfnInclude(new Stack(app, 'Included'), 'Template', { templateFile: join(__dirname, 'included.json') });

const changed = new Stack(app, 'Changed');
plainRole(changed, 'Role').addToPolicy(grants(['states:StartExecution'])); // changed by a later aspect
Aspects.of(changed).add(
  {
    visit(node) {
      if (node instanceof CfnPolicy) node.addPropertyOverride('PolicyDocument.Statement.0.Action', ['states:*']);
    },
  },
  { priority: 1000 },
);

app.synth();
