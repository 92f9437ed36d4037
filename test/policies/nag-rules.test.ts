import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate } from '../../lib/core/evaluate';
import { buildModel } from '../../lib/core/model/build';
import type { NagOracle, NotEvaluated } from '../../lib/core/model/nag';
import type { SeverityOverride } from '../../lib/core/options';
import type { Finding } from '../../lib/core/result';
import { buildTemplates } from '../../lib/core/template';
import { loadReference } from '../../lib/reference';
import { rules } from '../../policies';

const judged = rules.filter(({ nag }) => nag !== undefined);

test('they say so, are in the strict pack alone, and of four domains', () => {
  expect(judged.length).toBeGreaterThanOrEqual(40);
  for (const { meta } of judged) {
    expect([meta.id, meta.source, meta.severity.recommended, meta.severity.critical]).toEqual([meta.id, 'cdk-nag', 'off', 'off']);
    expect(meta.severity.strict).not.toBe('off');
    expect(meta.id).toMatch(/^(?:data|observability|resilience|supply-chain)\//);
  }
  expect(rules.filter(({ meta, nag }) => (meta.source === 'cdk-nag') !== (nag !== undefined))).toEqual([]);
});

test('each is a rule of its own in cdk-nag, and not one that a rule of ours has as its peer', () => {
  const names = judged.map(({ nag }) => nag?.rule ?? '');
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) {
    expect([name, existsSync(join(__dirname, '../../node_modules/cdk-nag/lib/rules', `${name.replace('.', '/')}.js`))]).toEqual([
      name,
      true,
    ]);
  }
  const ownPeers = new Set(rules.filter(({ nag }) => nag === undefined).flatMap(({ meta }) => meta.peers));
  const twice = judged.filter(({ meta }) => meta.peers.some((peer) => peer.startsWith('cdk-nag ') && ownPeers.has(peer)));
  // Ours asks for pinned images of any registry, cdk-nag for those of CodeBuild.
  expect(twice.map(({ meta }) => meta.id)).toEqual(['supply-chain/prefer-managed-build-image']);
});

describe('what has no answer', () => {
  const body = {
    Resources: {
      Orders: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres' } },
      Receipts: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres' } },
    },
  };

  function findingsWith(
    oracle: NagOracle | undefined,
    overrides: readonly SeverityOverride[] = [],
    pack: 'strict' | 'recommended' = 'strict',
  ) {
    const { templates, problems } = buildTemplates(['a.json', 'b.json'].map((name) => ({ name, body })));
    return evaluate(buildModel(templates, problems, loadReference(), {}, oracle), judged, pack, overrides);
  }

  const silent = (verdict: Omit<NotEvaluated, 'kind'>): NagOracle => ({ judge: () => ({ kind: 'not-evaluated', ...verdict }) });
  const placesOf = (findings: readonly Finding[]) =>
    findings.map(({ findingId, severity, template, logicalId, location }) => [findingId, severity, template, logicalId, location]);
  const ID = 'engine/not-evaluated[cdk-nag]';

  test('is said once when nothing can be asked, as information', () => {
    const findings = findingsWith(silent({ concerns: 'everything', reason: 'cdk-nag is not installed' }));
    expect(placesOf(findings)).toEqual([[ID, 'info', '', null, '']]);
    expect(findings[0]?.message).toMatch(/^not evaluated: "[a-z/-]+", "[a-z/-]+", "[a-z/-]+", \d+ more rules?: cdk-nag is not installed$/);
    expect(findings[0]?.fix).toContain('npm install --save-dev cdk-nag');
  });

  test('is an error when a rule is turned on by its name, and not by a pattern', () => {
    const nothing = silent({ concerns: 'everything', reason: 'cdk-nag is not installed' });
    const severities = (rule: string, pack: 'strict' | 'recommended' = 'recommended') =>
      findingsWith(nothing, [{ rule, severity: 'warning' }], pack).map(({ severity }) => severity);
    expect(severities('resilience/require-database-multi-zone')).toEqual(['error']);
    expect(severities('resilience/require-database-multi-zone', 'strict')).toEqual(['error']);
    expect(severities('resilience/*', 'strict')).toEqual(['info']);
    expect(severities('resilience/*')).toEqual([]);
  });

  test('is said once for a template', () => {
    const findings = findingsWith(silent({ concerns: 'template', reason: 'it cannot be made a stack' }));
    expect(placesOf(findings)).toEqual([
      [ID, 'info', 'a.json', null, ''],
      [ID, 'info', 'b.json', null, ''],
    ]);
  });

  test('is said once for a resource, with every reason', () => {
    const oracle: NagOracle = {
      judge: ({ rule }, { logicalId }) =>
        logicalId === 'Orders' ? { kind: 'compliant' } : { kind: 'not-evaluated', concerns: 'resource', reason: `no ${rule}` },
    };
    const findings = findingsWith(oracle);
    expect(placesOf(findings)).toEqual(
      ['a.json', 'b.json'].map((template) => [ID, 'info', template, 'Receipts', '/Resources/Receipts/Properties']),
    );
    expect(findings[0]?.message).toContain('"resilience/require-database-multi-zone": no rds.RDSMultiAZSupport');
    expect(findings[0]?.message).toContain('"observability/require-database-log": no rds.RDSLoggingEnabled');
  });

  test('is not said where the rules are off', () => {
    const nothing = silent({ concerns: 'resource', reason: 'no' });
    expect(findingsWith(nothing, [{ rule: '*', severity: 'off', logicalIds: ['Receipts'] }]).map(({ logicalId }) => logicalId)).toEqual([
      'Orders',
      'Orders',
    ]);
  });

  test('is said of a check that was given nobody to ask', () => {
    expect(findingsWith(undefined)[0]?.message).toContain('this check was given no cdk-nag to ask');
  });
});
