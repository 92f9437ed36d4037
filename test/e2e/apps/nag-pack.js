// The checks as a pack of cdk-nag, beside another pack; ACCEPTED says what a person accepted, and how.
const { App, NestedStack, Stack, Stage, Validations } = require('aws-cdk-lib');
const { AwsSolutionsChecks } = require('cdk-nag');
const { LeastPrivilegeNagPack } = require('../../../lib/nag');
const { wildcardRole } = require('./wildcard-role');

const app = new App({ outdir: process.env.OUTPUT });
const accepted = process.env.ACCEPTED ?? 'one';
const settings = process.env.PACK === undefined ? {} : { pack: process.env.PACK };
const packs = [new LeastPrivilegeNagPack(app, { verbose: true, ...settings })];
if (accepted !== 'all') packs.push(new AwsSolutionsChecks(app));
Validations.of(app).addPlugins(...packs);

const stack = new Stack(process.env.SHAPE === 'stage' ? new Stage(app, 'Prod') : app, 'Orders');
Validations.of(wildcardRole(stack, 'Bare', 'sns:*')).acknowledge({
  id: 'LeastPrivilege-iam/no-wildcard-action[sns:*]',
  reason: 'accepted as in every pack of cdk-nag',
});
Validations.of(wildcardRole(stack, 'Recorded', 'kms:*')).acknowledge({
  id: 'LeastPrivilege::LeastPrivilege-iam/no-wildcard-action[kms:*]',
  reason: 'accepted and kept in the report',
});
const nested = new NestedStack(stack, 'Nested');
wildcardRole(nested, 'Role', 'sqs:*');
if (accepted === 'all')
  Validations.of(nested).acknowledge({ id: 'LeastPrivilege-iam/no-wildcard-action', reason: 'every finding of the rule' });

if (process.env.SCOPE === undefined) app.synth();
else {
  // As in a unit test, where no framework calls the pack.
  const { success, violations } = new LeastPrivilegeNagPack().validateScope(nested);
  console.log(JSON.stringify({ success, rules: violations.map(({ ruleName }) => ruleName) }));
}
