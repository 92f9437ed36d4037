/**
 * One measurement in a process of its own: `node benchmark/measure.js <subject> <functions> <folder>`. Prints a JSON line.
 * Every subject starts cold, and loads only what it is about.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IPolicyValidationPlugin } from 'aws-cdk-lib';
import type { Measurement, Subject } from './subjects';

/** CPU time of this process so far, in milliseconds. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

type AppOfCdk = import('aws-cdk-lib').App;

/** A whole process that synthesizes: what `addChecks` registers runs as part of it. */
function synth(functions: number, folder: string, addChecks: (app: AppOfCdk) => void): Measurement {
  const { serverlessApp } = require('./app') as typeof import('./app');
  const own = cpuInsidePlugins();
  const app = serverlessApp(functions, folder);
  addChecks(app);
  app.synth();
  return { total: cpu(), own: own() };
}

/** Counts the CPU time that goes by inside `validate` of every plugin that is registered from now on. */
function cpuInsidePlugins(): () => number {
  const { Validations } = require('aws-cdk-lib') as typeof import('aws-cdk-lib');
  const addPlugins = Validations.prototype.addPlugins;
  let spent = 0;
  Validations.prototype.addPlugins = function (this: import('aws-cdk-lib').Validations, ...plugins: IPolicyValidationPlugin[]) {
    for (const plugin of plugins) {
      const validate = plugin.validate.bind(plugin);
      plugin.validate = (context) => {
        const start = cpu();
        const report = validate(context);
        spent += cpu() - start;
        return report;
      };
    }
    addPlugins.apply(this, plugins);
  };
  return () => spent;
}

function timed(work: () => void): Measurement {
  const start = cpu();
  work();
  return { total: cpu(), own: cpu() - start };
}

const subjects: Readonly<Record<Subject, (functions: number, folder: string) => Measurement>> = {
  'synth alone': (functions, folder) => synth(functions, folder, () => undefined),
  'synth, a plugin that does nothing': (functions, folder) =>
    synth(functions, folder, (app) => {
      const { Validations } = require('aws-cdk-lib') as typeof import('aws-cdk-lib');
      Validations.of(app).addPlugins({ name: 'Nothing', validate: () => ({ success: true, violations: [] }) });
    }),
  'synth, LeastPrivilegeChecks': (functions, folder) =>
    synth(functions, folder, (app) => {
      const { Aspects } = require('aws-cdk-lib') as typeof import('aws-cdk-lib');
      const { LeastPrivilegeChecks } = require('../lib') as typeof import('../lib');
      Aspects.of(app).add(new LeastPrivilegeChecks());
    }),
  'synth, AwsSolutionsChecks': (functions, folder) =>
    synth(functions, folder, (app) => {
      const { Validations } = require('aws-cdk-lib') as typeof import('aws-cdk-lib');
      const { AwsSolutionsChecks } = require('cdk-nag') as typeof import('cdk-nag');
      Validations.of(app).addPlugins(new AwsSolutionsChecks());
      Validations.of(app).acknowledge({ id: 'AwsSolutions::AwsSolutions-SQS3', reason: 'printing findings is not what is measured' });
    }),
  'read and JSON.parse': (_functions, folder) =>
    timed(() => {
      for (const name of readdirSync(folder)) if (name.endsWith('.template.json')) JSON.parse(readFileSync(join(folder, name), 'utf8'));
    }),
  'check of the same templates': (_functions, folder) => {
    const { checkPaths } = require('../lib/check') as typeof import('../lib/check');
    let errors = 0;
    const measured = timed(() => {
      errors = checkPaths([folder], process.cwd()).summary.errors;
    });
    if (errors > 0) throw new Error(`the app of the benchmark has ${errors} errors: what is measured is checking, not printing`);
    return measured;
  },
  'import of the package': () => {
    // aws-cdk-lib loads its modules on first use: an app with a function has loaded these.
    const { App, Aspects, Stack, Validations } = require('aws-cdk-lib') as typeof import('aws-cdk-lib');
    const { PolicyStatement } = require('aws-cdk-lib/aws-iam') as typeof import('aws-cdk-lib/aws-iam');
    const { Function: LambdaFunction } = require('aws-cdk-lib/aws-lambda') as typeof import('aws-cdk-lib/aws-lambda');
    const loaded = [App, Aspects, Stack, Validations, PolicyStatement, LambdaFunction];
    return timed(() => {
      // What an app imports; a builder of access loads when it is first called.
      const { Access, LeastPrivilegeChecks, SecureFunction } = require('../lib') as typeof import('../lib');
      loaded.push(Access as never, LeastPrivilegeChecks as never, SecureFunction as never);
    });
  },
};

function isSubject(name: string): name is Subject {
  return name in subjects;
}

const [subject = '', functions = '', folder = ''] = process.argv.slice(2);
if (!isSubject(subject)) throw new Error(`supply one of ${Object.keys(subjects).join(', ')}, got "${subject}"`);
process.stdout.write(`${JSON.stringify(subjects[subject](Number(functions), folder))}\n`);
