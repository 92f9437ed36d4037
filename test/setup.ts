import fc from 'fast-check';

// CDK runs its own Rego validator on every synth, seconds per process. It is not what these tests are about.
process.env.CDK_VALIDATION = 'false';

// The same inputs on every run, so that a red build is about the change; `FAST_CHECK_SEED=$RANDOM` tries others.
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20261122) });

// A busy build machine is no reason to fail: what hangs still ends.
jest.setTimeout(60_000);
