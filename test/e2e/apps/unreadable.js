// A template that is not JSON by the time the checks read it, beside one that is.
const { writeFileSync } = require('node:fs');
const { App, Aspects, Stack, Validations } = require('aws-cdk-lib');
const { LeastPrivilegeChecks } = require('../../..');
const { wildcardRole } = require('./wildcard-role');

const app = new App({ outdir: process.env.OUTPUT });
Validations.of(app).addPlugins({
  name: 'Spoiler',
  validate({ templatePaths }) {
    writeFileSync(
      templatePaths.find((path) => path.endsWith('Broken.template.json')),
      '{ "Resources": { ',
    );
    return { success: true, violations: [] };
  },
});
Aspects.of(app).add(new LeastPrivilegeChecks());
wildcardRole(new Stack(app, 'Broken'), 'Role', 'sns:*');
wildcardRole(new Stack(app, 'Orders'), 'Role', 'sqs:*');

app.synth();
