import type { Answer } from '../answer';
import { isObject, type Json, type JsonObject } from '../json';
import type { Path } from '../path';
import { partsOf, type SymbolicString } from '../template/symbolic';
import type { Resource } from '../template/template';
import type { Model } from './model';
import type { PropertyValue, Reading } from './reading';

/** One origin of a CloudFront distribution. */
export interface Origin {
  readonly reading: Reading;
  readonly domain: PropertyValue;
  /** As a person would call it: the resource that it is, else its domain, or its id where the domain is not known. */
  readonly name: string;
  readonly kind: 'bucket' | 'bucket-website' | 'function-url' | 'other';
  /** The bucket or the function URL, where the input holds it. */
  readonly resource: Resource | undefined;
  /** Whether CloudFront signs its requests, so that the origin can refuse all others. */
  readonly isSigned: Answer;
}

/** The origins of a distribution; `config` is the reading of its `DistributionConfig`. */
export function originsOf(model: Model, config: Reading): readonly Origin[] {
  return config.objects('Origins').flatMap((reading) =>
    reading.values('DomainName').map((domain) => {
      const { kind, resource } = sourceOf(model, reading, domain);
      const [id] = reading.values('Id');
      const host = domain.kind === 'literal' || id?.kind !== 'literal' ? domain.shown : id.text;
      const name = resource === undefined ? host : model.nameOf(resource);
      return { reading, domain, name, kind, resource, isSigned: isSigned(reading, kind) };
    }),
  );
}

type Source = Pick<Origin, 'kind' | 'resource'>;

function sourceOf(model: Model, origin: Reading, domain: PropertyValue): Source {
  const { kind, resource } = namedIn(model, origin.resource, domain) ?? NAMELESS;
  if (kind !== 'other') return { kind, resource };
  const text = domain.value === undefined ? '' : literalIn(domain.value);
  if (WEBSITE.test(text)) return { kind: 'bucket-website', resource };
  if (FUNCTION_URL.test(text)) return { kind: 'function-url', resource };
  if (BUCKET.test(text) || origin.objects('S3OriginConfig').length > 0) return { kind: 'bucket', resource };
  return { kind, resource };
}

const NAMELESS: Source = { kind: 'other', resource: undefined };

/** The literal parts of a value, with `*` for the holes between them. */
function literalIn(value: SymbolicString): string {
  return partsOf(value)
    .filter((part) => typeof part === 'string')
    .join('*');
}

const WEBSITE = /\.s3-website[.-]/i;
const BUCKET = /(?:^|[.*])s3(?:[.-][a-z0-9*]+)*\.(?:amazonaws\.com|\*)/i;
const FUNCTION_URL = /\.lambda-url\./i;

/** The attributes that hold the host of an origin, whole or as a part of an address. */
const HOST_ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, Origin['kind']>>>> = {
  'AWS::S3::Bucket': {
    DomainName: 'bucket',
    RegionalDomainName: 'bucket',
    DualStackDomainName: 'bucket',
    WebsiteURL: 'bucket-website',
  },
  'AWS::Lambda::Url': { FunctionUrl: 'function-url' },
};

/**
 * What the domain names. The host of an address is cut out of an attribute with `Fn::Select` and `Fn::Split`, whose
 * value nobody knows before the deployment: so the attribute is looked up in the template itself.
 */
function namedIn(model: Model, from: Resource, domain: PropertyValue): Source | undefined {
  const resolver = model.resolverOf(from.template);
  for (const part of domain.value === undefined ? [] : partsOf(domain.value)) {
    if (typeof part === 'string' || part.kind !== 'resource') continue;
    const kind = HOST_ATTRIBUTES[part.resourceType]?.[part.attribute];
    if (kind !== undefined) return { kind, resource: resolver.target({ parts: [part] }) };
  }
  if (domain.kind !== 'symbolic') return undefined;
  for (const reference of referencesIn(nodeAt(from.template.body, domain.at))) {
    for (const { value } of resolver.strings(reference, undefined)) {
      const hole = partsOf(value).find((part) => typeof part !== 'string');
      if (hole === undefined || typeof hole === 'string' || hole.kind !== 'resource') continue;
      return { kind: HOST_ATTRIBUTES[hole.resourceType]?.[hole.attribute] ?? 'other', resource: resolver.target({ parts: [hole] }) };
    }
    const url = samUrlOf(from, reference);
    if (url !== undefined) return url;
  }
  return undefined;
}

/** SAM makes the URL of a function from its properties, under the function's id and "Url". */
function samUrlOf({ template }: Resource, reference: JsonObject): Source | undefined {
  const attribute = reference['Fn::GetAtt'];
  const [id, name] = Array.isArray(attribute) ? attribute : typeof attribute === 'string' ? attribute.split('.') : [];
  if (typeof id !== 'string' || name !== 'FunctionUrl') return undefined;
  return { kind: 'function-url', resource: template.resources.get(id.endsWith('Url') ? id.slice(0, -'Url'.length) : id) };
}

function nodeAt(node: Json | undefined, path: Path | undefined): Json | undefined {
  if (path === undefined) return node;
  const above = nodeAt(node, path.parent);
  if (Array.isArray(above)) return above[Number(path.key)];
  return isObject(above) ? above[path.key] : undefined;
}

/** The references below a node: to resources of the template, to those of other stacks, or within a text. */
function* referencesIn(node: Json | undefined): Iterable<JsonObject> {
  if (Array.isArray(node)) {
    for (const member of node) yield* referencesIn(member);
  } else if (isObject(node)) {
    if (REFERENCES.some((intrinsic) => Object.hasOwn(node, intrinsic))) yield node;
    else for (const member of Object.values(node)) yield* referencesIn(member);
  }
}

const REFERENCES = ['Ref', 'Fn::GetAtt', 'Fn::Sub', 'Fn::ImportValue', 'Fn::GetStackOutput'];

/** An empty identity, which the L1 construct writes beside an access control, is none. */
function isSigned(origin: Reading, kind: Origin['kind']): Answer {
  if (isFilled(origin.values('OriginAccessControlId'))) return 'yes';
  return kind === 'bucket' && isFilled(origin.values('S3OriginConfig', 'OriginAccessIdentity')) ? 'yes' : 'no';
}

function isFilled(values: readonly PropertyValue[]): boolean {
  return values.length > 0 && values.every(({ kind, text }) => kind === 'symbolic' || (kind === 'literal' && text !== ''));
}
