// cdk-nag's pack and the checks on one app: neither hides what the other says.
const { App, Aspects, Stack, Validations } = require('aws-cdk-lib');
const { AwsSolutionsChecks } = require('cdk-nag');
const { LeastPrivilegeChecks } = require('../../..');
const { wildcardRole } = require('./wildcard-role');

const app = new App({ outdir: process.env.OUTPUT });
Validations.of(app).addPlugins(new AwsSolutionsChecks());
Aspects.of(app).add(new LeastPrivilegeChecks());
const stack = new Stack(app, 'Orders');
Validations.of(wildcardRole(stack, 'Accepted', 'sns:*')).acknowledge({
  id: 'AwsSolutions::AwsSolutions-IAM5[Action::sns:*]',
  reason: 'accepted in the words of cdk-nag, which the checks do not read',
});
wildcardRole(stack, 'Role', 'sqs:*');

app.synth();
