import type { Resource } from '../template/template';

/** A rule of cdk-nag, and the resource types that it reads. */
export interface NagReference {
  /** Service and name, as cdk-nag exports it: `rds.RDSLoggingEnabled`. */
  readonly rule: string;
  /** The types that it judges. */
  readonly types: readonly string[];
  /** Further types of the same template that it looks at to judge one: `AWS::Backup::BackupSelection`. */
  readonly reads?: readonly string[];
  /** The class that it knows a type by, where CDK has several: `aws-eks.CfnCluster`. */
  readonly classes?: Readonly<Record<string, string>>;
  /** Set when it answers that it does not apply to some resources of its types, and they are fine. */
  readonly exempts?: true;
}

/** What cdk-nag says of a resource. */
export type NagVerdict =
  | { readonly kind: 'compliant' }
  /** `findings` are the parts that cdk-nag names, such as `LogExport::audit`; mostly none. */
  | { readonly kind: 'violation'; readonly findings: readonly string[] }
  | NotEvaluated;

/** Nothing was judged, and why; `concerns` says what the reason holds for: every resource, those of the template, or this one. */
export interface NotEvaluated {
  readonly kind: 'not-evaluated';
  readonly concerns: 'everything' | 'template' | 'resource';
  /** In words that follow a colon: `cdk-nag is not installed`. */
  readonly reason: string;
}

/** Asks cdk-nag. Given from outside: the core knows neither cdk-nag nor constructs. */
export interface NagOracle {
  judge(reference: NagReference, resource: Resource): NagVerdict;
}

/** A resource that a rule of cdk-nag was asked about in vain. */
export interface Unjudged {
  readonly reference: NagReference;
  readonly resource: Resource;
  readonly verdict: NotEvaluated;
}

/** The oracle as rules see it: what it could not judge is remembered, so that it is said once for all rules. */
export class NagRecord implements NagOracle {
  private readonly open: Unjudged[] = [];

  constructor(private readonly oracle: NagOracle = unavailable) {}

  /** What could not be judged so far: ask once the rules have run. */
  get unjudged(): readonly Unjudged[] {
    return this.open;
  }

  judge(reference: NagReference, resource: Resource): NagVerdict {
    const verdict = this.oracle.judge(reference, resource);
    if (verdict.kind === 'not-evaluated') this.open.push({ reference, resource, verdict });
    return verdict;
  }
}

const unavailable: NagOracle = {
  judge: () => ({ kind: 'not-evaluated', concerns: 'everything', reason: 'this check was given no cdk-nag to ask' }),
};
