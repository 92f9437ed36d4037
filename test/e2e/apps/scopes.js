// The same wildcards everywhere, and the checks where SCOPE says, through the door that DOOR says.
const { App, Aspects, NestedStack, Stack, Stage, Validations } = require('aws-cdk-lib');
const { Construct } = require('constructs');
const { LeastPrivilegeChecks } = require('../../..');
const { wildcardRole } = require('./wildcard-role');

const app = new App({ outdir: process.env.OUTPUT });
const stack = new Stack(app, 'Stack');
const construct = new Construct(stack, 'Inside');
wildcardRole(construct, 'Role', 'sns:*');
wildcardRole(stack, 'Beside', 'sqs:*');
wildcardRole(new NestedStack(stack, 'Nested'), 'Role', 'kms:*');
wildcardRole(new Stack(app, 'StackBeside'), 'Role', 'events:*');
const stage = new Stage(app, 'Stage');
wildcardRole(new Stack(stage, 'Stack'), 'Role', 'states:*');

const scope = { app, stage, stack, construct }[process.env.SCOPE];
if (process.env.DOOR === 'plugin') Validations.of(scope).addPlugins(new LeastPrivilegeChecks());
else Aspects.of(scope).add(new LeastPrivilegeChecks());

app.synth();
