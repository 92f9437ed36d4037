import { isMadeByCdk } from '../../../lib/core/model/made-by-cdk';
import { buildTemplates } from '../../../lib/core/template';

function isMade(body: object, more: { readonly stack?: string } = {}): boolean {
  const { templates } = buildTemplates([{ name: 'a.json', body: JSON.parse(JSON.stringify(body)), ...more }]);
  const [queue] = templates.flatMap(({ resources }) => [...resources.values()]);
  if (queue === undefined) throw new Error('no resource');
  return isMadeByCdk(queue);
}

const Queue = { Type: 'AWS::SQS::Queue' };

test('a template that a person wrote says nothing of CDK', () => {
  expect(isMade({ Resources: { Queue } })).toBe(false);
  expect(isMade({ Parameters: { Stage: { Type: 'String' } }, Resources: { Queue } })).toBe(false);
});

test('CDK names the construct, the bootstrap stack, or has an assembly', () => {
  expect(isMade({ Resources: { Queue: { ...Queue, Metadata: { 'aws:cdk:path': 'App/Queue/Resource' } } } })).toBe(true);
  expect(isMade({ Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>' } }, Resources: { Queue } })).toBe(true);
  expect(isMade({ Resources: { Queue } }, { stack: 'Orders' })).toBe(true);
});
