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

function synth(
  functions: number,
  folder: string,
  addChecks: (app: import('aws-cdk-lib').App) => IPolicyValidationPlugin | undefined,
): Measurement {
  const { serverlessApp } = require('./app') as typeof import('./app');
  const app = serverlessApp(functions, folder);
  const plugin = addChecks(app);
  const own = plugin === undefined ? () => 0 : cpuInside(plugin);
  app.synth();
  return { total: cpu(), own: own() };
}

/** Counts the CPU time that goes by inside `validate` of this instance. */
function cpuInside(plugin: IPolicyValidationPlugin): () => number {
  const validate = plugin.validate.bind(plugin);
  let spent = 0;
  plugin.validate = (context) => {
    const start = cpu();
    const report = validate(context);
    spent += cpu() - start;
    return report;
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
      const plugin: IPolicyValidationPlugin = { name: 'Nothing', validate: () => ({ success: true, violations: [] }) };
      Validations.of(app).addPlugins(plugin);
      return plugin;
    }),
  'synth, LeastPrivilegeChecks': (functions, folder) =>
    synth(functions, folder, (app) => {
      const { Aspects } = require('aws-cdk-lib') as typeof import('aws-cdk-lib');
      const { LeastPrivilegeChecks } = require('../lib') as typeof import('../lib');
      const checks = new LeastPrivilegeChecks();
      Aspects.of(app).add(checks);
      return checks;
    }),
  'synth, AwsSolutionsChecks': (functions, folder) =>
    synth(functions, folder, (app) => {
      const { Validations } = require('aws-cdk-lib') as typeof import('aws-cdk-lib');
      const { AwsSolutionsChecks } = require('cdk-nag') as typeof import('cdk-nag');
      const checks = new AwsSolutionsChecks();
      Validations.of(app).addPlugins(checks);
      Validations.of(app).acknowledge({ id: 'AwsSolutions::AwsSolutions-SQS3', reason: 'printing findings is not what is measured' });
      return checks;
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
    require('aws-cdk-lib');
    require('aws-cdk-lib/aws-lambda');
    return timed(() => {
      require('../lib');
    });
  },
};

function isSubject(name: string): name is Subject {
  return name in subjects;
}

const [subject = '', functions = '', folder = ''] = process.argv.slice(2);
if (!isSubject(subject)) throw new Error(`supply one of ${Object.keys(subjects).join(', ')}, got "${subject}"`);
process.stdout.write(`${JSON.stringify(subjects[subject](Number(functions), folder))}\n`);
