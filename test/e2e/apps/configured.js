// Two roles with the same partial wildcard, under the configuration that CONFIGURATION names.
const { App, Aspects, Stack } = require('aws-cdk-lib');
const { LeastPrivilegeChecks } = require('../../..');
const { wildcardRole } = require('./wildcard-role');

const app = new App({ outdir: process.env.OUTPUT });
Aspects.of(app).add(new LeastPrivilegeChecks({ configFile: `configurations/${process.env.CONFIGURATION}.json` }));
const stack = new Stack(app, 'Orders');
wildcardRole(stack, 'One', 'sqs:Send*');
wildcardRole(stack, 'Two', 'sqs:Send*');

app.synth();
