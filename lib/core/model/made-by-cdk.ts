import { isObject } from '../json';
import type { Resource, Template } from '../template/template';

const made = new WeakMap<Template, boolean>();

/**
 * Whether CDK wrote the resource, rather than a person: what is missing then is CDK's default. The template is of an assembly,
 * says with which bootstrap stack it is deployed, or names the resource's construct. Asks for no construct path: to look
 * those up for a whole app takes longer than most rules.
 */
export function isMadeByCdk({ template, logicalId }: Resource): boolean {
  let isCdk = made.get(template);
  if (isCdk === undefined) {
    isCdk = template.stack !== undefined || hasBootstrapVersion(template);
    made.set(template, isCdk);
  }
  return isCdk || namesConstruct(template, logicalId);
}

function hasBootstrapVersion({ body: { Parameters } }: Template): boolean {
  return isObject(Parameters) && isObject(Parameters.BootstrapVersion);
}

function namesConstruct({ body: { Resources } }: Template, logicalId: string): boolean {
  const resource = isObject(Resources) && Object.hasOwn(Resources, logicalId) ? Resources[logicalId] : undefined;
  const metadata = isObject(resource) ? resource.Metadata : undefined;
  return isObject(metadata) && typeof metadata['aws:cdk:path'] === 'string';
}
