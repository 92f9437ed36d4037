import type { Finding, Result } from '../../lib/core/result';

/** A finding of the usual shape; `change` says what is particular about it. */
export function finding(change: Partial<Finding> = {}): Finding {
  return {
    ruleId: 'iam/no-wildcard-action',
    findingId: 'iam/no-wildcard-action[s3:*]',
    severity: 'error',
    message: 'statement allows every action of s3 through "s3:*"',
    why: 'A service-wide wildcard also grants every action the service adds later.',
    fix: 'name the actions: such code usually needs "s3:GetObject"',
    template: 'cdk.out/Orders.template.json',
    stack: 'Orders',
    logicalId: 'RolePolicy72E7',
    resourceType: 'AWS::IAM::Policy',
    constructPath: 'Orders/Role/DefaultPolicy/Resource',
    location: '/Resources/RolePolicy72E7/Properties/PolicyDocument/Statement/0/Action',
    evidence: 's3:*',
    source: null,
    acknowledged: null,
    docs: 'https://example.org/policies/README.md#iam/no-wildcard-action',
    ...change,
  };
}

/** A result that holds `findings`, counted. */
export function resultOf(findings: readonly Finding[], templates = 1): Result {
  const open = findings.filter((each) => each.acknowledged === null);
  const count = (severity: Finding['severity']): number => open.filter((each) => each.severity === severity).length;
  return {
    schemaVersion: 1,
    tool: { name: 'cdk-least-privilege', version: '1.2.3', referenceDate: '2026-09-26' },
    summary: {
      templates,
      resources: 41,
      statements: 12,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      acknowledged: findings.length - open.length,
    },
    findings,
  };
}
