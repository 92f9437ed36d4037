// Stages as SHAPE asks for them: the stacks of a plain stage are not selected by `cdk synth` without arguments.
const { App, Aspects, Stack, Stage, Validations } = require('aws-cdk-lib');
const { LeastPrivilegeChecks } = require('../../..');
const { plainRole, wildcardRole } = require('./wildcard-role');

const shape = process.env.SHAPE;
const app = new App({ outdir: process.env.OUTPUT });
Aspects.of(app).add(new LeastPrivilegeChecks());
if (shape === 'beside-a-stack') plainRole(new Stack(app, 'Top'), 'Role');

const dev = new Stage(app, 'Dev');
plainRole(new Stack(dev, 'Orders'), 'Role');

const prod = new Stage(app, 'Prod');
const orders = new Stack(prod, 'Orders');
if (shape === 'healthy') plainRole(orders, 'Role');
else wildcardRole(orders, 'Role');
if (shape === 'warning') {
  orders.node.tryRemoveChild('Role');
  require('./shared-role').sharedRole(orders);
}
if (shape === 'acknowledged') {
  Validations.of(orders).acknowledge({ id: 'LeastPrivilege::iam/no-wildcard-action[sqs:*]', reason: 'purges the queue after a test' });
}
if (shape === 'validated') prod.synth({ validateOnSynthesis: true });

app.synth();
