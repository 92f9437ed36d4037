import type { Finding, Severity } from '../core/result';

/** Severities, the gravest first. */
export const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** What a person calls findings of a severity. */
export const nounOf: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** Findings that nobody accepted. */
export function openOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ acknowledged }) => acknowledged === null);
}

/** Findings with the reason that somebody accepted them for. */
export function acceptedOf(findings: readonly Finding[]): readonly (Finding & { readonly acknowledged: string })[] {
  return findings.filter((finding): finding is Finding & { readonly acknowledged: string } => finding.acknowledged !== null);
}

/** Findings with the gravest first, and in their own order among equals. */
export function gravestFirst(findings: readonly Finding[]): readonly Finding[] {
  return severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}

/** Items by key, both in order of first appearance. */
export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
