// Databases as apps write them: a construct, one with an override, a resource without a class, and a value that only the deployment knows.
const { App, Aspects, CfnParameter, CfnResource, NestedStack, Stack } = require('aws-cdk-lib');
const { CfnDBInstance } = require('aws-cdk-lib/aws-rds');
const { LeastPrivilegeChecks } = require('../../..');

const app = new App({ outdir: process.env.OUTPUT });
Aspects.of(app).add(new LeastPrivilegeChecks({ pack: process.env.PACK }));

const stack = new Stack(app, 'Orders');
const single = { engine: 'postgres', dbInstanceClass: 'db.t4g.micro', multiAz: false };
new CfnDBInstance(stack, 'Single', single); // single
new CfnDBInstance(stack, 'Double', { ...single, multiAz: true });
new CfnDBInstance(stack, 'Overridden', { ...single, multiAz: true }).addPropertyOverride('MultiAZ', false);
new CfnResource(stack, 'Generic', { type: 'AWS::RDS::DBInstance', properties: { Engine: 'postgres', MultiAZ: false } });
new CfnDBInstance(stack, 'Chosen', { ...single, multiAz: new CfnParameter(stack, 'Standby').value });
new CfnDBInstance(new NestedStack(stack, 'Nested'), 'Single', single);

process.on('exit', () => {
  const loaded = Object.keys(require.cache).filter((file) => /node_modules.cdk-nag|lib.nag/.test(file));
  console.log(`loaded of cdk-nag: ${loaded.length}`);
});
app.synth();
