import Ajv from 'ajv';
import fc from 'fast-check';
import schema from '../../lib/config/config.schema.json';
import { PATTERNS, problemsIn } from '../../lib/config/validate';
import { parseCidr } from '../../lib/core/network';
import { packs } from '../../policies/packs';

const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true });
const isValid = ajv.compile(schema);

const everything = {
  $schema: './node_modules/cdk-least-privilege/lib/config/config.schema.json',
  pack: 'strict',
  trustedAccounts: ['111122223333'],
  trustedOrganizations: ['o-a1b2c3d4e5'],
  trustedNetworks: ['203.0.113.0/24', '2001:db8::/32', '::1/128', 'fe80::1:2/64', '1:2:3:4:5:6:7:8/1'],
  layerAccounts: ['580247275435'],
  publicEndpoints: ['GET /health', 'Shop/Web', '* /public/*', 'WebUrl*', '$connect', 'GET /orders/{id}'],
  grantWildcards: 'warn',
  rules: [
    { rule: 'data/*', severity: 'off' },
    { rule: '*', severity: 'info', constructs: ['Shop/Dev', '*/Dev/*', 'a b'], templates: ['Shop.template.json'], logicalIds: ['Orders*'] },
    { rule: 'iam/no-wildcard-action', severity: 'error' },
  ],
  customRules: ['./policies/queues.js'],
  acknowledgements: [
    { rule: 'iam/no-wildcard-action[s3:*]', reason: 'empties buckets' },
    {
      rule: 'LeastPrivilege::iam/no-wildcard-action',
      reason: 'a tool of the platform team',
      expires: '2027-03-31',
      owner: 'platform',
      ticket: 'SEC-12',
      constructs: ['Shop/*/Handler'],
      templates: ['Shop.template.json'],
      logicalIds: ['Orders*'],
    },
  ],
  notAcknowledgeable: ['iam/no-admin-*', 'iam/no-wildcard-action'],
  baseline: 'least-privilege.baseline.json',
};

test.each<[string, unknown]>([
  ['nothing', {}],
  ['everything', everything],
  ['empty lists', { trustedAccounts: [], rules: [], customRules: [] }],
])('takes %s', (_title, configuration) => {
  expect(problemsIn(configuration)).toEqual([]);
  isValid(configuration);
  expect(isValid.errors).toBeNull();
});

function acknowledgement(fields: object): object {
  return { acknowledgements: [{ rule: 'iam/no-wildcard-action', reason: 'because', ...fields }] };
}

const invalid: [unknown, string, string][] = [
  [[], '', 'expected an object, got []'],
  ['strict', '', 'expected an object, got "strict"'],
  [null, '', 'expected an object, got null'],
  [{ trustedAcounts: [] }, 'trustedAcounts', 'unknown key "trustedAcounts", did you mean "trustedAccounts"'],
  [{ exclude: [] }, 'exclude', 'unknown key "exclude", expected one of "$schema", "pack",'],
  [JSON.parse('{ "__proto__": 1 }'), '__proto__', 'unknown key "__proto__"'],
  [{ constructor: 1 }, 'constructor', 'unknown key "constructor"'],
  [{ pack: 'Strict' }, 'pack', 'expected "recommended", "strict" or "critical", got "Strict", did you mean "strict"'],
  [{ pack: ['strict'] }, 'pack', 'expected "recommended", "strict" or "critical", got ["strict"]'],
  [{ pack: null }, 'pack', 'expected "recommended", "strict" or "critical", got null'],
  [{ $schema: 1 }, '$schema', 'expected the address of the schema, got 1'],
  [{ trustedAccounts: '111122223333' }, 'trustedAccounts', 'expected a list, got "111122223333"'],
  [{ trustedAccounts: [111122223333] }, 'trustedAccounts.0', 'expected an account id of 12 digits, in quotes, got 111122223333'],
  [{ trustedAccounts: ['11112222333'] }, 'trustedAccounts.0', 'expected an account id of 12 digits, in quotes, got "11112222333"'],
  [{ trustedAccounts: ['1111-2222-3333'] }, 'trustedAccounts.0', 'expected an account id'],
  [{ trustedAccounts: ['111122223333\n'] }, 'trustedAccounts.0', 'expected an account id'],
  [{ layerAccounts: ['*'] }, 'layerAccounts.0', 'expected an account id'],
  [{ trustedOrganizations: ['ou-a1b2-c3d4'] }, 'trustedOrganizations.0', 'expected the id of an organization, such as "o-a1b2c3d4e5"'],
  [{ trustedNetworks: ['203.0.113.0'] }, 'trustedNetworks.0', 'expected a network in CIDR notation, such as "203.0.113.0/24"'],
  [{ trustedNetworks: ['203.0.113.0/33'] }, 'trustedNetworks.0', 'expected a network'],
  [{ trustedNetworks: ['203.0.256.0/24'] }, 'trustedNetworks.0', 'expected a network'],
  [{ trustedNetworks: ['10/8'] }, 'trustedNetworks.0', 'expected a network'],
  [{ trustedNetworks: ['0.0.0.0/0'] }, 'trustedNetworks.0', 'but not the whole internet, got "0.0.0.0/0"'],
  [{ trustedNetworks: ['::/0'] }, 'trustedNetworks.0', 'but not the whole internet'],
  [{ trustedNetworks: ['2001:db8::1::/32'] }, 'trustedNetworks.0', 'expected a network'],
  [{ publicEndpoints: ['*'] }, 'publicEndpoints.0', 'expected a route such as "GET /health"'],
  [{ publicEndpoints: ['* /*'] }, 'publicEndpoints.0', 'but not for all of it'],
  [{ publicEndpoints: [' GET /health'] }, 'publicEndpoints.0', 'expected a route'],
  [{ publicEndpoints: [''] }, 'publicEndpoints.0', 'expected a route'],
  [{ grantWildcards: true }, 'grantWildcards', 'expected "block" or "warn", got true'],
  [{ rules: { 'data/*': 'off' } }, 'rules', 'expected a list, got {"data/*":"off"}'],
  [{ rules: ['data/*'] }, 'rules.0', 'expected an object, got "data/*"'],
  [{ rules: [{ severity: 'off' }] }, 'rules.0', '"rule" is missing'],
  [{ rules: [{ rule: 'data/*' }] }, 'rules.0', '"severity" is missing'],
  [{ rules: [{ rule: 'data', severity: 'off' }] }, 'rules.0.rule', 'expected the id of a rule such as'],
  [{ rules: [{ rule: 'data/?', severity: 'off' }] }, 'rules.0.rule', 'expected the id of a rule such as'],
  [{ rules: [{ rule: 'data/*', severity: 'warn' }] }, 'rules.0.severity', 'expected "error", "warning", "info" or "off", got "warn"'],
  [
    { rules: [{ rule: 'data/*', severity: 'off', construct: ['A'] }] },
    'rules.0.construct',
    'unknown key "construct", did you mean "constructs"',
  ],
  [{ rules: [{ rule: 'data/*', severity: 'off', constructs: [] }] }, 'rules.0.constructs', 'leave it out to mean every place'],
  [{ rules: [{ rule: 'data/*', severity: 'off', constructs: 'A' }] }, 'rules.0.constructs', 'expected a list, got "A"'],
  ...['', ' ', 'A/', '/A', 'A/{B,C}', 'A?', 'A[1]', '!A', 'A\\B', ' A'].map((path): [unknown, string, string] => [
    { rules: [{ rule: 'data/*', severity: 'off', constructs: [path] }] },
    'rules.0.constructs.0',
    `expected a path in which "*" stands for any text`,
  ]),
  [{ rules: [{ rule: 'data/*', severity: 'off', templates: ['{A,B}.json'] }] }, 'rules.0.templates.0', 'expected a path in which'],
  [{ rules: [{ rule: 'data/*', severity: 'off', logicalIds: ['Shop/Orders'] }] }, 'rules.0.logicalIds.0', 'expected letters and digits'],
  [{ customRules: './policies' }, 'customRules', 'expected a list'],
  [{ acknowledgements: {} }, 'acknowledgements', 'expected a list, got {}'],
  [{ acknowledgements: [{ rule: 'iam/no-wildcard-action' }] }, 'acknowledgements.0', '"reason" is missing'],
  [{ acknowledgements: [{ reason: 'x' }] }, 'acknowledgements.0', '"rule" is missing'],
  [acknowledgement({ reason: ' ' }), 'acknowledgements.0.reason', 'expected the reason why it is fine, got " "'],
  [acknowledgement({ rule: 'iam/*' }), 'acknowledgements.0.rule', 'expected the id of a rule, or of a finding such as'],
  [acknowledgement({ rule: 'iam' }), 'acknowledgements.0.rule', 'expected the id of a rule, or of a finding such as'],
  [acknowledgement({ rule: 'Other::iam/x' }), 'acknowledgements.0.rule', 'expected the id of a rule, or of a finding such as'],
  [acknowledgement({ expires: '31.3.2027' }), 'acknowledgements.0.expires', 'expected a day that exists, such as "2027-03-31"'],
  [acknowledgement({ expires: '2027-13-01' }), 'acknowledgements.0.expires', 'expected a day that exists, such as "2027-03-31"'],
  [acknowledgement({ owner: '' }), 'acknowledgements.0.owner', 'expected whom to ask, got ""'],
  [acknowledgement({ expire: '2027-03-31' }), 'acknowledgements.0.expire', 'unknown key "expire", did you mean "expires"'],
  [acknowledgement({ constructs: [] }), 'acknowledgements.0.constructs', 'leave it out to mean every place'],
  [{ notAcknowledgeable: ['admin'] }, 'notAcknowledgeable.0', 'expected the id of a rule such as "iam/no-admin-statement"'],
  [{ baseline: '' }, 'baseline', 'expected the path of a file, such as "least-privilege.baseline.json", got ""'],
  [{ customRules: [''] }, 'customRules.0', 'expected the path of a file that exports rules, got ""'],
];

test.each(invalid)('refuses %j', (configuration, keys, message) => {
  const problems = problemsIn(configuration);
  expect(problems.map((problem) => problem.keys.join('.'))).toEqual([keys]);
  expect(problems[0]?.message).toContain(message);
  expect(problems[0]?.message).not.toMatch(/\binvalid\b|\bplease\b|\.$/i);
  expect(isValid(configuration)).toBe(false);
});

test('a day that does not exist is a mistake, which the schema cannot know', () => {
  const configuration = acknowledgement({ expires: '2027-02-30' });
  expect(problemsIn(configuration).map(({ message }) => message)).toEqual([
    'expected a day that exists, such as "2027-03-31", got "2027-02-30"',
  ]);
  expect(isValid(configuration)).toBe(true);
});

test('names every mistake at once', () => {
  expect(problemsIn({ pack: 'none', trustedAccounts: ['1', '2'], typo: 1 })).toHaveLength(4);
});

test('a prop that is undefined was not given', () => {
  expect(problemsIn({ pack: undefined, rules: [{ rule: 'data/*', severity: 'off', constructs: undefined }] })).toEqual([]);
});

test('schema and validator have the same patterns and packs', () => {
  const { definitions, properties } = schema;
  const { account, organization, network, endpoint, path, logicalId, file, override, acknowledgement, text } = definitions;
  expect({
    account: account.pattern,
    organization: organization.pattern,
    network: network.pattern,
    endpoint: endpoint.pattern,
    rule: override.properties.rule.pattern,
    path: path.pattern,
    logicalId: logicalId.pattern,
    file: file.pattern,
    acknowledged: acknowledgement.properties.rule.pattern,
    day: acknowledgement.properties.expires.pattern,
    text: text.pattern,
  }).toEqual(PATTERNS);
  expect(properties.pack.enum).toEqual(packs.map(({ name }) => name));
});

test('every field of the schema says what it is for', () => {
  for (const property of Object.values(schema.properties)) expect(property.description).toMatch(/\.$/);
});

test('schema and validator agree on whatever is written', () => {
  const text = fc.constantFrom(
    '111122223333',
    'o-a1b2c3d4e5',
    '10.0.0.0/8',
    'GET /',
    'data/*',
    '*',
    'strict',
    'off',
    'warn',
    'A/B',
    '',
    ' ',
    '?',
  );
  const scalar = fc.oneof(text, fc.constantFrom(1, true, null));
  const override = fc.oneof(
    scalar,
    fc.record(
      {
        rule: scalar,
        severity: scalar,
        constructs: fc.array(scalar, { maxLength: 2 }),
        logicalIds: fc.array(scalar, { maxLength: 2 }),
        more: scalar,
      },
      { requiredKeys: [] },
    ),
  );
  const field = fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }));
  const configuration = fc.record(
    {
      $schema: scalar,
      pack: field,
      trustedAccounts: field,
      trustedOrganizations: field,
      trustedNetworks: field,
      layerAccounts: field,
      publicEndpoints: field,
      grantWildcards: field,
      rules: fc.oneof(scalar, fc.array(override, { maxLength: 2 })),
      customRules: field,
      more: field,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(configuration, (value) => {
      expect(isValid(value)).toBe(problemsIn(value).length === 0);
    }),
    { numRuns: 2000 },
  );
});

test('a network of the configuration is one that the engine reads', () => {
  const address = fc.oneof(fc.ipV4(), fc.ipV6());
  fc.assert(
    fc.property(address, fc.integer({ min: 0, max: 130 }), (ip, length) => {
      const cidr = `${ip}/${length}`;
      if (problemsIn({ trustedNetworks: [cidr] }).length === 0) expect(parseCidr(cidr)?.prefixLength).toBeGreaterThan(0);
      // Addresses of IPv6 that end in one of IPv4 are the only ones that are refused without need.
      else if (!/:.*\./.test(cidr) && length > 0) expect(parseCidr(cidr)).toBeUndefined();
    }),
    { numRuns: 1000 },
  );
});
