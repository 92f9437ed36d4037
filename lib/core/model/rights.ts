import { patternAllows } from '../iam/action';
import { describeResource } from '../iam/arn';
import { leavesIn } from '../iam/grant';
import type { PolicyDocument, Statement } from '../iam/statement';
import type { Element } from '../template/resolver';
import { partsOf } from '../template/symbolic';
import type { Resource } from '../template/template';
import type { LambdaFunction, Model } from './model';

const documentsByHolder = new WeakMap<Model, ReadonlyMap<Resource, readonly PolicyDocument[]>>();

/** The identity policies of each role, user, group and SAM function of the input, harmless ones too. */
export function identityDocumentsOf(model: Model): ReadonlyMap<Resource, readonly PolicyDocument[]> {
  const known = documentsByHolder.get(model);
  if (known !== undefined) return known;
  const found = new Map<Resource, PolicyDocument[]>();
  for (const document of model.documents) {
    if (document.kind !== 'identity') continue;
    for (const holder of model.holdersOf(document)) {
      const same = found.get(holder);
      if (same === undefined) found.set(holder, [document]);
      else same.push(document);
    }
  }
  documentsByHolder.set(model, found);
  return found;
}

/** A right that a function holds: one action that its role allows, on one value that names the resource. */
export interface HeldRight {
  readonly statement: Statement;
  readonly action: string;
  /** The resource as the statement writes it. */
  readonly on: Element;
}

/**
 * The rights to any of `actions` on `resource` that the role of a function holds: statements that name the resource, or
 * what lies below it, or everything. What a Deny takes back counts all the same: it is rare, and the question is what
 * the function is meant to do.
 */
export function* rightsOn(
  model: Model,
  { resource: own, role }: LambdaFunction,
  actions: readonly string[],
  resource: Resource,
): Iterable<HeldRight> {
  const holders = identityDocumentsOf(model);
  for (const document of [...(holders.get(own) ?? []), ...(role === undefined ? [] : (holders.get(role) ?? []))]) {
    for (const statement of document.statements) {
      if (statement.effect === 'Deny') continue;
      const action = actions.find((each) => allowsAction(statement, each));
      if (action === undefined) continue;
      for (const on of statement.resources) if (reaches(model, on, resource)) yield { statement, action, on };
    }
  }
}

function allowsAction(statement: Statement, action: string): boolean {
  return statement.actions.some(({ value }) => typeof value === 'string' && patternAllows(value, action)) || leavesIn(statement, action);
}

function reaches(model: Model, { value }: Element, resource: Resource): boolean {
  if (describeResource(value).kind === 'everything') return true;
  if (typeof value === 'string') return resource.type === 'AWS::S3::Bucket' && isNamedBy(model, resource, value);
  const parts = partsOf(value);
  const place = parts.findIndex((part) => typeof part !== 'string' && part.kind === 'resource');
  const hole = parts[place];
  if (typeof hole !== 'object' || hole.kind !== 'resource') return false;
  if (hole.template !== resource.template.name || hole.logicalId !== resource.logicalId) return false;
  // An ARN, or one written around the name of a bucket.
  const before = parts[place - 1];
  return place === 0 || (typeof before === 'string' && before.endsWith(':s3:::'));
}

const BUCKET_ARN = /^arn:[^:]*:s3:::([^/]+)/;

function isNamedBy(model: Model, bucket: Resource, arn: string): boolean {
  const name = BUCKET_ARN.exec(arn)?.[1];
  return name !== undefined && model.values(bucket, 'BucketName').some(({ value }) => value === name);
}

/** What a function may use with any of some actions. */
export interface Reach {
  /** Whether a statement names every resource. */
  readonly everything: boolean;
  /** The resources of the input that statements name, or what lies below them. */
  readonly resources: ReadonlySet<Resource>;
}

/** The resources that the role of a function may use any of `actions` on; read once for the function, however many resources there are. */
export function reachOf(model: Model, { resource: own, role }: LambdaFunction, actions: readonly string[]): Reach {
  const holders = identityDocumentsOf(model);
  const resources = new Set<Resource>();
  let everything = false;
  for (const document of [...(holders.get(own) ?? []), ...(role === undefined ? [] : (holders.get(role) ?? []))]) {
    const resolver = model.resolverOf(document.resource.template);
    for (const statement of document.statements) {
      if (statement.effect === 'Deny' || !actions.some((each) => allowsAction(statement, each))) continue;
      for (const { value } of statement.resources) {
        const [first] = partsOf(value);
        const target = typeof first === 'object' ? resolver.target({ parts: [first] }) : undefined;
        if (target !== undefined) resources.add(target);
        else if (describeResource(value).kind === 'everything') everything = true;
      }
    }
  }
  return { everything, resources };
}
