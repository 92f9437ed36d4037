import { dayOf, TODAY } from '../config';
import { lifeOf, phaseOf, successorOf } from '../core/model/lambda-runtimes';

/** Why AWS no longer supports a runtime, and what to take instead; `undefined` for one that it supports, or that is not known. */
export function unsupported(runtime: string): string | undefined {
  const life = lifeOf(runtime);
  if (life === undefined) return undefined;
  const phase = phaseOf(life, process.env[TODAY] ?? dayOf(new Date()));
  if (phase === 'supported' || phase === 'ending') return undefined;
  return `runs in "${runtime}", which gets no security patches since ${life.deprecated}: set "runtime" to lambda.Runtime.${successorOf(runtime)}, or "allowDeprecatedRuntime" to true while you move`;
}
