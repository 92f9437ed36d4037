import { gatherRepeats } from '../../lib/core/repeats';
import type { Finding } from '../../lib/core/result';
import { finding } from '../report/result';

function gathered(findings: readonly Finding[], keyOf: (item: Finding) => string | undefined = () => '') {
  return gatherRepeats(findings, (item) => item, keyOf).map(({ first, others }) => [
    first.logicalId,
    ...others.map(({ logicalId }) => logicalId),
  ]);
}

const queue = (name: string, change: Partial<Finding> = {}) =>
  finding({
    severity: 'warning',
    findingId: 'data/require-key[absent]',
    message: `AWS::SQS::Queue "${name}" has no key, so nobody can take <${name}.Arn> away`,
    fix: `set a key for "${name}"`,
    logicalId: `${name.replaceAll('/', '')}1234`,
    constructPath: `Shop/${name}/Resource`,
    ...change,
  });

test('the same words of several resources are one saying', () => {
  expect(gathered([queue('Orders'), queue('Web/Invoices'), queue('Returns')])).toEqual([['Orders1234', 'WebInvoices1234', 'Returns1234']]);
});

test('a resource that is named by its logical id is recognised', () => {
  const named = (logicalId: string) => queue(logicalId, { logicalId, constructPath: null });
  expect(gathered([named('Orders'), named('Invoices')])).toEqual([['Orders', 'Invoices']]);
});

test.each<[string, Partial<Finding>]>([
  ['another value', { findingId: 'data/require-key[alias/aws/sqs]' }],
  ['another severity', { severity: 'info' }],
  ['other words', { message: 'AWS::SQS::Queue "Invoices" has the key of AWS' }],
  ['another fix', { fix: 'set a key' }],
  ['the name of another resource', { message: 'AWS::SQS::Queue "Returns" has no key, so nobody can take <Returns.Arn> away' }],
])('%s is another saying', (_title, change) => {
  expect(gathered([queue('Orders'), queue('Invoices', change)])).toHaveLength(2);
});

test('the order is that of the first of each, and what has no key stays by itself', () => {
  const error = queue('B', { severity: 'error' });
  const all = [queue('A'), error, queue('C'), { ...error, logicalId: 'D' }];
  expect(gathered(all, ({ severity }) => (severity === 'error' ? undefined : ''))).toEqual([['A1234', 'C1234'], ['B1234'], ['D']]);
  expect(gathered(all, ({ logicalId }) => logicalId ?? '')).toHaveLength(4);
});
