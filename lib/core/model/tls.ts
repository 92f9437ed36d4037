/**
 * The oldest version of TLS that a security policy of AWS accepts, read off its name, so that policies to come are
 * judged without a list: `ELBSecurityPolicy-TLS13-1-2-2021-06` and `TLSv1.2_2025` accept 1.2, `TLS_1_0` and
 * `Policy-Min-TLS-1-0-2019-07` accept 1.0. `undefined` when the name does not say.
 */
export function oldestTlsOf(policy: string): number | undefined {
  const name = policy.trim();
  if (NAMED_AFTER_NO_VERSION.has(name)) return NAMED_AFTER_NO_VERSION.get(name);
  for (const form of FORMS) {
    const found = form.exec(name);
    if (found === null) continue;
    const [, major = '1', minor = '0'] = found;
    const version = Number(`${major}.${minor}`);
    return Number.isNaN(version) ? undefined : version;
  }
  return undefined;
}

/** Names that hold the newest version first, or none: those that AWS calls by their year. */
const NAMED_AFTER_NO_VERSION: ReadonlyMap<string, number> = new Map([
  ['ELBSecurityPolicy-2016-08', 1],
  ['ELBSecurityPolicy-2015-05', 1],
  ['ELBSecurityPolicy-2015-03', 1],
  ['ELBSecurityPolicy-2015-02', 1],
  ['ELBSecurityPolicy-2014-10', 1],
  ['ELBSecurityPolicy-2014-01', 1],
  ['ELBSecurityPolicy-2011-08', 0],
  ['ELBSecurityPolicy-FS-2018-06', 1],
  ['SSLv3', 0],
  ['TLSv1', 1],
  ['TLSv1_2016', 1],
]);

const FORMS: readonly RegExp[] = [
  // IotSecurityPolicy_TLS12_1_0_2016_01, ELBSecurityPolicy-TLS13-1-2-Res-2021-06, SecurityPolicy_TLS13_1_2_PQ_2025_09: newest, then oldest
  /TLS1[23][-_](1)[-_](\d)(?=[-_]|$)/,
  // SecurityPolicy_TLS13_2025_EDGE, SecurityPolicy_TLS12_PFS_2025_EDGE
  /TLS(1)(\d)(?=_|-|$)/,
  // TLS_1_2, Policy-Min-TLS-1-2-PFS-2023-10, ELBSecurityPolicy-TLS-1-2-2017-01, TLSv1.2_2021
  /TLSv?[-_]?(1)[-_.](\d)(?=[-_]|$)/,
  // ELBSecurityPolicy-FS-1-2-Res-2020-10
  /FS-(1)-(\d)-/,
];
