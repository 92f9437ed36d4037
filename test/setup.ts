// CDK runs its own Rego validator on every synth, seconds per process. It is not what these tests are about.
process.env.CDK_VALIDATION = 'false';
