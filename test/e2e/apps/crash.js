// Something in the checks fails: a rule among others, or, with CRASH=engine, all of them before they begin.
const { App, Aspects, Stack } = require('aws-cdk-lib');
const { LeastPrivilegeChecks } = require('../../..');
const { packRules } = require('../../../lib/check');
const { wildcardRole } = require('./wildcard-role');

const rule = packRules().find(({ meta }) => meta.id === 'iam/no-not-action');
Object.defineProperty(rule, process.env.CRASH === 'engine' ? 'meta' : 'check', {
  get() {
    throw new Error('boom');
  },
});

const app = new App({ outdir: process.env.OUTPUT });
Aspects.of(app).add(new LeastPrivilegeChecks());
wildcardRole(new Stack(app, 'Orders'), 'Role');

app.synth();
