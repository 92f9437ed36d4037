import { parseActionPattern } from '../../../lib/core/iam/action';
import { describeResource } from '../../../lib/core/iam/arn';
import { isWider, narrower, reachOf } from '../../../lib/core/iam/reach';
import { holed, type SymbolicString } from '../../../lib/core/template/symbolic';
import { loadReference } from '../../../lib/reference';

const reference = loadReference();

function reach(action: string, value: SymbolicString): string {
  const [known] = parseActionPattern(reference, action).actions;
  if (known === undefined) throw new Error(`no action ${action}`);
  return reachOf(reference, known, { value, at: undefined, scope: describeResource(value) });
}

const roleArn = holed({ kind: 'resource', template: 'a.json', logicalId: 'Role', resourceType: 'AWS::IAM::Role', attribute: 'Arn' });

test.each([
  ['iam:PassRole', '*', 'any'],
  ['iam:PassRole', 'arn:aws:iam::*:role/*', 'any'],
  ['iam:PassRole', 'arn:aws:iam::111122223333:*', 'any'],
  ['iam:PassRole', 'arn:aws:iam', 'any'],
  ['iam:PassRole', 'arn:aws:iam::111122223333:role/app-*', 'many'],
  ['iam:PassRole', 'arn:aws:iam::*:role/scanner', 'many'],
  ['iam:PassRole', 'arn:aws:iam::111122223333:role/admin', 'foreign'],
  ['iam:PassRole', 'arn:aws:iam::111122223333:policy/*', 'none'],
  ['iam:PassRole', 'arn:aws:s3:::*', 'none'],
  ['lambda:UpdateFunctionCode', 'arn:aws:lambda:eu-central-1:111122223333:function:*', 'any'],
  ['lambda:UpdateFunctionCode', 'arn:aws:lambda:*:*:function:app-*', 'many'],
  ['s3:GetObject', 'arn:aws:s3:::*/*', 'any'],
  ['s3:GetObject', 'arn:aws:s3:::receipts/*', 'foreign'],
] as const)('%s on "%s" reaches %s', (action, resource, expected) => {
  expect(reach(action, resource)).toBe(expected);
});

test('an action without resource-level permissions is only granted on everything', () => {
  expect(reach('elasticmapreduce:RunJobFlow', '*')).toBe('any');
  expect(reach('elasticmapreduce:RunJobFlow', 'arn:aws:elasticmapreduce:*:*:cluster/*')).toBe('none');
});

test('a resource of the input is one of its own, for the actions of its service', () => {
  expect(reach('iam:PassRole', roleArn)).toBe('own');
  expect(reach('lambda:UpdateFunctionCode', roleArn)).toBe('none');
});

test.each([
  ['ssm:SendCommand', 'arn:aws:ssm:eu-central-1::document/*', 'none'],
  ['ec2:ModifyInstanceAttribute', 'arn:aws:ec2:*:*:security-group/*', 'none'],
  ['ec2:CreateSnapshot', 'arn:aws:ec2:*::snapshot/*', 'none'],
  ['batch:SubmitJob', 'arn:aws:batch:eu-central-1:111122223333:job/*', 'none'],
] as const)('%s is not decided by what only accompanies it', (action, resource, expected) => {
  expect(reach(action, resource)).toBe(expected);
});

test('reaches are ordered', () => {
  expect(isWider('any', 'many') && isWider('many', 'foreign') && isWider('foreign', 'own') && isWider('own', 'none')).toBe(true);
  expect(narrower('any', 'own')).toBe('own');
});
