/**
 * Every construct of CDK that starts a function, feeds it, or takes what it returns: it works on a `SecureFunction`, whose role
 * ends with what Lambda calls for it, and neither the function nor its role nor its permissions are found wrong.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncDestinations } from './destinations';
import { eventSources } from './event-sources';
import {
  findingsOf,
  isAboutFunction,
  managedPoliciesOf,
  newPlain,
  newSecure,
  pairsOf,
  permissionsOf,
  stackWith,
  statementsFor,
} from './holdings';
import type { Integration } from './integration';
import { guideTables } from './table';
import { triggers } from './triggers';

const integrations = [...eventSources, ...asyncDestinations, ...triggers];
const cases = integrations.map((integration) => [integration.name, integration] as const);

test('no two have one name', () => {
  expect(new Set(integrations.map(({ name }) => name)).size).toBe(integrations.length);
});

describe.each(cases)('%s', (_, integration: Integration) => {
  test('nothing is wrong with the function, its role and its permissions; what is, lies elsewhere', () => {
    const stack = stackWith(integration, newSecure);
    const findings = findingsOf(stack);
    expect(findings.filter(isAboutFunction).map(({ ruleId, logicalId, message }) => ({ ruleId, logicalId, message }))).toEqual([]);
    const elsewhere = new Set(findings.map(({ ruleId }) => ruleId));
    expect([...elsewhere].sort()).toEqual([...(integration.elsewhere ?? [])].sort());
    expect(managedPoliciesOf(stack)).toEqual([]);
  });

  test('the role holds no action with a wildcard, and less than what CDK grants', () => {
    const ours = pairsOf(statementsFor(integration, newSecure));
    const plain = [...pairsOf(statementsFor(integration, newPlain)), ...managedPoliciesOf(stackWith(integration, newPlain))];
    const surplus = integration.surplus ?? [];
    expect(surplus.filter((pair) => !plain.includes(pair))).toEqual([]);
    expect(surplus.filter((pair) => ours.includes(pair))).toEqual([]);
    expect(ours.filter((pair) => /^[^ ]*\*/.test(pair))).toEqual([]);
    const named = new Set(surplus.map((pair) => pair.split(' on ')[0]));
    expect(plain.filter((pair) => /^[^ ]*\*/.test(pair) && !named.has(pair.split(' on ')[0]))).toEqual([]);
  });

  test('a service that may invoke it does so for one source', () => {
    const permissions = permissionsOf(stackWith(integration, newSecure));
    expect(permissions.filter(({ source }) => source === '')).toEqual([]);
  });
});

test('what Lambda calls is none of the code', () => {
  const statements = [...eventSources, ...asyncDestinations].flatMap((integration) => statementsFor(integration, newSecure));
  expect(statements.length).toBeGreaterThan(40);
  expect(statements.filter(({ Condition }) => !JSON.stringify(Condition ?? {}).includes('"lambda:SourceFunctionArn":"true"'))).toEqual([]);
});

test('the guide has a row for every integration, as it is', () => {
  const path = join(__dirname, '../../../docs/secure-function-integrations.md');
  const guide = readFileSync(path, 'utf8');
  const tables = guideTables({ eventSources, asyncDestinations, triggers });
  const written = Object.entries(tables).reduce(
    (text, [name, table]) => text.replace(new RegExp(`(?<=<!-- ${name} -->)[\\s\\S]*?(?=<!-- end -->)`), () => `\n${table}\n`),
    guide,
  );
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, written);
  expect(readFileSync(path, 'utf8')).toBe(written);
  for (const { name } of integrations) expect(written).toContain(`\n| ${name} |`);
});
