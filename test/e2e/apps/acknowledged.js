// Findings that a person accepted, by their own id or by their rule; with BESIDE, one more that nobody did.
const { App, Aspects, NestedStack, Stack, Validations } = require('aws-cdk-lib');
const { PolicyStatement } = require('aws-cdk-lib/aws-iam');
const { LeastPrivilegeChecks } = require('../../..');
const { plainRole, wildcardRole } = require('./wildcard-role');

const app = new App({ outdir: process.env.OUTPUT });
Aspects.of(app).add(new LeastPrivilegeChecks());

const stack = new Stack(app, 'Orders');
const one = wildcardRole(stack, 'One', 'sqs:*');
Validations.of(one).acknowledge({ id: 'LeastPrivilege::iam/no-wildcard-action[sqs:*]', reason: 'one finding of one role' });

const all = wildcardRole(stack, 'All', 'sns:*');
wildcardRole(all, 'Below', 'kms:*');
Validations.of(all).acknowledge({ id: 'LeastPrivilege::iam/no-wildcard-action', reason: 'every finding of the rule below one construct' });

const nested = new NestedStack(stack, 'Nested');
wildcardRole(nested, 'Role', 'ssm:*');
Validations.of(nested).acknowledge({ id: 'LeastPrivilege::iam/no-wildcard-action[ssm:*]', reason: 'a nested stack' });

// An id that holds the framework's own delimiter, inside its brackets.
const colons = plainRole(stack, 'Colons');
colons.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::*/orders'] }));
Validations.of(colons).acknowledge({
  id: 'LeastPrivilege::iam/no-wildcard-resource-arn[s3:GetObject-on-arn:aws:s3:::*/orders]',
  reason: 'an id with colons',
});

const beside = process.env.BESIDE;
if (beside === 'another-value') wildcardRole(stack, 'Beside', 'events:*');
if (beside === 'another-place') wildcardRole(stack, 'Beside', 'sqs:*');
if (beside === 'another-place-of-the-rule') wildcardRole(new Stack(app, 'Invoices'), 'Beside', 'sns:*');

app.synth();
