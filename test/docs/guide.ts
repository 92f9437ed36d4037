/** The guide to SecureFunction, taken apart. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk from 'aws-cdk-lib';
import { Access, SecureFunction } from '../../lib';
import { code } from '../cdk/stacks';

export const guideFile = join(__dirname, '../../docs/secure-function.md');
export const guide = readFileSync(guideFile, 'utf8');

/** What the blocks call, by the names that they use. */
export const scope: Readonly<Record<string, unknown>> = {
  Access,
  SecureFunction,
  bedrock: cdk.aws_bedrock,
  dynamodb: cdk.aws_dynamodb,
  ec2: cdk.aws_ec2,
  events: cdk.aws_events,
  iam: cdk.aws_iam,
  kms: cdk.aws_kms,
  lambda: cdk.aws_lambda,
  props: code,
  rds: cdk.aws_rds,
  s3: cdk.aws_s3,
  secretsmanager: cdk.aws_secretsmanager,
  ses: cdk.aws_ses,
  sfn: cdk.aws_stepfunctions,
  sns: cdk.aws_sns,
  sources: cdk.aws_lambda_event_sources,
  sqs: cdk.aws_sqs,
  targets: cdk.aws_events_targets,
};

/** One function, with grants and with declared access. */
export interface Example {
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

/** The TypeScript blocks of a text. */
export function blocksOf(text: string): readonly string[] {
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
}

const [, tenFunctions = ''] = guide.split('## Ten functions, before and after\n');
export const [examplesText = ''] = tenFunctions.split('\n## ');
export const [introduction = '', ...sections] = examplesText.split('\n### ');
export const [resources = ''] = blocksOf(introduction);
export const examples = sections.map((section): Example => {
  const [before = '', after = ''] = blocksOf(section);
  return { title: section.slice(0, section.indexOf('\n')), before, after };
});
