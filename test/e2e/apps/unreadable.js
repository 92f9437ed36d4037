// A template that is not JSON by the time the checks read it, beside one that is.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { App, Aspects, Stack } = require('aws-cdk-lib');
const { LeastPrivilegeChecks } = require('../../..');
const { wildcardRole } = require('./wildcard-role');

class BrokenStack extends Stack {
  _synthesizeTemplate(session, lookupRole) {
    super._synthesizeTemplate(session, lookupRole);
    writeFileSync(join(session.outdir, this.templateFile), '{ "Resources": { ');
  }
}

const app = new App({ outdir: process.env.OUTPUT });
Aspects.of(app).add(new LeastPrivilegeChecks());
wildcardRole(new BrokenStack(app, 'Broken'), 'Role', 'sns:*');
wildcardRole(new Stack(app, 'Orders'), 'Role', 'sqs:*');

app.synth();
