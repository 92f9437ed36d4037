import type { Answer } from '../answer';
import { concat, type Hole, holed, partsOf, type ResourceHole, render, type SymbolicString, soleHole } from './symbolic';

/** Names that `Ref` knows in every template. */
export const PSEUDO_PARAMETERS = new Set([
  'AWS::AccountId',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
]);

/**
 * Whether two values are the same text at deployment. Equal holes hold equal values, except unknown ones; a hole can
 * hold any text.
 */
export function sameText(left: SymbolicString, right: SymbolicString): Answer {
  if (typeof left === 'string' && typeof right === 'string') return left === right ? 'yes' : 'no';
  if (!startsAlike(partsOf(left), partsOf(right)) || !endsAlike(partsOf(left), partsOf(right))) return 'no';
  if (typeof left === 'string' && literalLength(right) > left.length) return 'no';
  if (typeof right === 'string' && literalLength(left) > right.length) return 'no';
  const identity = identityOf(left);
  return identity !== undefined && identity === identityOf(right) ? 'yes' : 'unknown';
}

/** A text that two values share only when they are the same at deployment; none when a hole is unknown. */
export function identityOf(value: SymbolicString): string | undefined {
  const parts = partsOf(value);
  if (parts.some((part) => typeof part !== 'string' && part.kind === 'unknown')) return undefined;
  return JSON.stringify(parts);
}

function literalLength(value: SymbolicString): number {
  let length = 0;
  for (const part of partsOf(value)) if (typeof part === 'string') length += part.length;
  return length;
}

function startsAlike(left: readonly (string | Hole)[], right: readonly (string | Hole)[]): boolean {
  const [a] = left;
  const [b] = right;
  if (typeof a !== 'string' || typeof b !== 'string') return true;
  const length = Math.min(a.length, b.length);
  return a.slice(0, length) === b.slice(0, length);
}

function endsAlike(left: readonly (string | Hole)[], right: readonly (string | Hole)[]): boolean {
  const a = left.at(-1);
  const b = right.at(-1);
  if (typeof a !== 'string' || typeof b !== 'string') return true;
  const length = Math.min(a.length, b.length);
  return length === 0 || a.slice(-length) === b.slice(-length);
}

const OPENING = '{{resolve:';
const CLOSING = '}}';

/**
 * `value` with every dynamic reference, `{{resolve:ssm:…}}`, as a hole: CloudFormation fills it in at deployment.
 * A reference may have holes of its own: `{{resolve:ssm:/${Stage}/arn}}`.
 */
export function withDynamicReferences(value: SymbolicString): SymbolicString {
  if (
    typeof value === 'string' ? !value.includes(OPENING) : !value.parts.some((part) => typeof part === 'string' && part.includes(OPENING))
  )
    return value;
  const result: SymbolicString[] = [];
  let reference: SymbolicString[] | undefined;
  for (const part of partsOf(value)) {
    if (typeof part !== 'string') {
      (reference ?? result).push(holed(part));
      continue;
    }
    let from = 0;
    while (from < part.length) {
      const marker: string = reference === undefined ? OPENING : CLOSING;
      const found = part.indexOf(marker, from);
      const text = found < 0 ? part.slice(from) : part.slice(from, found);
      (reference ?? result).push(text);
      if (found < 0) break;
      from = found + marker.length;
      if (reference === undefined) {
        reference = ['resolve:'];
      } else {
        result.push(holed({ kind: 'dynamic', reference: render(concat(reference)) }));
        reference = undefined;
      }
    }
  }
  if (reference !== undefined) result.push('{{', ...reference);
  return concat(result);
}

/** What splitting gives: the pieces that are certain, and what stands for all pieces behind them when there is no telling. */
export interface Pieces {
  readonly certain: readonly SymbolicString[];
  readonly rest?: SymbolicString;
}

/** `value` split at `delimiter`. From the first hole that may hold the delimiter on, pieces are not known. */
export function split(value: SymbolicString, delimiter: string): Pieces {
  if (typeof value === 'string') return { certain: value.split(delimiter) };
  const hole = soleHole(value);
  if (delimiter === ':' && hole?.kind === 'resource' && hole.attribute === 'Arn') {
    return { certain: beginningOfArn(hole), rest: partOf(value, delimiter) };
  }
  const certain: SymbolicString[] = [];
  let current: SymbolicString[] = [];
  for (const part of value.parts) {
    if (typeof part !== 'string') {
      const pieces = piecesOfHole(part, delimiter);
      if (pieces === undefined) return { certain, rest: partOf(value, delimiter) };
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) {
          certain.push(concat(current));
          current = [];
        }
        current.push(piece);
      }
      continue;
    }
    for (const [index, piece] of part.split(delimiter).entries()) {
      if (index > 0) {
        certain.push(concat(current));
        current = [];
      }
      current.push(piece);
    }
  }
  certain.push(concat(current));
  return { certain };
}

function partOf(value: SymbolicString, delimiter: string): SymbolicString {
  const hole = soleHole(value);
  if (hole !== undefined && hole.kind !== 'resource' && hole.kind !== 'pseudo') return value;
  return holed({ kind: 'unknown', reason: `a part of "${render(value)}" split at "${delimiter}" is only known at deployment` });
}

/** `arn:<partition>:<service>:<region>:<account>` of a resource of the stack. */
function beginningOfArn(hole: ResourceHole): readonly SymbolicString[] {
  const { resourceType } = hole;
  const isBucket = resourceType === 'AWS::S3::Bucket';
  const isGlobal = isBucket || /^AWS::(IAM|CloudFront|GlobalAccelerator|Organizations)::/.test(resourceType);
  const pseudo = (name: string) => holed({ kind: 'pseudo', name });
  const service = holed({ kind: 'unknown', reason: `the service in "${render(holed(hole))}" is only known at deployment` });
  return ['arn', pseudo('AWS::Partition'), service, isGlobal ? '' : pseudo('AWS::Region'), isBucket ? '' : pseudo('AWS::AccountId')];
}

/** Characters that the values of a pseudo parameter are made of. */
const ALPHABETS: Readonly<Record<string, RegExp>> = {
  'AWS::AccountId': /^\d+$/,
  'AWS::Region': /^[a-z\d-]+$/,
  'AWS::Partition': /^[a-z-]+$/,
  'AWS::URLSuffix': /^[a-z.]+$/,
  'AWS::StackName': /^[A-Za-z\d-]+$/,
  'AWS::StackId': /^[A-Za-z\d:/-]+$/,
};
/** Characters of names, ids, ARNs, domain names and URLs. */
const RESOURCE_ALPHABET = /^[A-Za-z\d:/.\-_+=@#~*]+$/;

/** The hole split at `delimiter`; `undefined` when its value may hold the delimiter somewhere unknown. */
function piecesOfHole(hole: Hole, delimiter: string): readonly SymbolicString[] | undefined {
  if (hole.kind === 'pseudo') {
    const alphabet = ALPHABETS[hole.name];
    return alphabet === undefined || alphabet.test(delimiter) ? undefined : [holed(hole)];
  }
  return hole.kind === 'resource' && !RESOURCE_ALPHABET.test(delimiter) ? [holed(hole)] : undefined;
}
