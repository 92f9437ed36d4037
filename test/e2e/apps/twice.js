// The checks added in every way at once: everything is said once, at its gravest.
const { App, Aspects, Stack, Stage, Validations } = require('aws-cdk-lib');
const { LeastPrivilegeChecks, Pack } = require('../../..');
const { sharedRole } = require('./shared-role');
const { wildcardRole } = require('./wildcard-role');

const both = new LeastPrivilegeChecks();
const app = new App({ outdir: process.env.OUTPUT });
Validations.of(app).addPlugins(both, new LeastPrivilegeChecks());
Aspects.of(app).add(both);
Aspects.of(app).add(new LeastPrivilegeChecks());
const stack = new Stack(app, 'Orders');
Aspects.of(stack).add(new LeastPrivilegeChecks({ pack: Pack.RECOMMENDED }));
wildcardRole(stack, 'Role', 'sqs:*');
wildcardRole(stack, 'Other', 'sns:*');
const stage = new Stage(app, 'Prod');
Validations.of(stage).addPlugins(both);
Aspects.of(stage).add(both);
wildcardRole(new Stack(stage, 'Orders'), 'Role', 'kms:*');
sharedRole(stack);

app.synth();
