// An app that earns a warning and nothing else.
const { App, Aspects, Stack } = require('aws-cdk-lib');
const { LeastPrivilegeChecks } = require('../../..');
const { sharedRole } = require('./shared-role');

const app = new App({ outdir: process.env.OUTPUT });
Aspects.of(app).add(new LeastPrivilegeChecks());
sharedRole(new Stack(app, 'Orders'));

app.synth();
