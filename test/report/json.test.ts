import Ajv from 'ajv';
import { json } from '../../lib/report/json';
import schema from '../../lib/report/result.schema.json';
import { finding, resultOf } from './result';

const validate = new Ajv({ strict: true, strictTypes: false }).compile(schema);

function validationErrors(document: unknown): string[] {
  validate(document);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

test('prints what the schema describes', () => {
  const bare = finding({ stack: null, logicalId: null, resourceType: null, constructPath: null, location: '', acknowledged: 'known' });
  expect(validationErrors(JSON.parse(json(resultOf([finding(), bare])).output))).toEqual([]);
});

test('prints the fields of the schema in its order, and no others', () => {
  const extra = { ...finding(), internal: 'x' };
  const printed = JSON.parse(json(resultOf([extra])).output);
  expect(Object.keys(printed)).toEqual(Object.keys(schema.properties));
  expect(Object.keys(printed.tool)).toEqual(Object.keys(schema.properties.tool.properties));
  expect(Object.keys(printed.summary)).toEqual(Object.keys(schema.properties.summary.properties));
  expect(Object.keys(printed.findings[0])).toEqual(Object.keys(schema.definitions.finding.properties));
  expect(Object.keys(printed.findings[0])).toEqual(schema.definitions.finding.required);
});

test.each([
  ['a severity of another tool', { severity: 'HIGH' }],
  ['an empty message', { message: '' }],
  ['a location that is no JSON pointer', { location: 'Resources/Role' }],
  ['a missing reason written as an empty text', { acknowledged: '' }],
  ['a rule id without a domain', { ruleId: 'no-wildcard' }],
])('the schema refuses %s', (_title, change) => {
  expect(validationErrors({ ...resultOf([]), findings: [{ ...finding(), ...change }] })).not.toEqual([]);
});

test('the schema refuses a finding without a field', () => {
  const { evidence: _evidence, ...incomplete } = finding();
  expect(validationErrors({ ...resultOf([]), findings: [incomplete] })).toEqual(["/findings/0 must have required property 'evidence'"]);
});
