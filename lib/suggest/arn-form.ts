import { arnServicesOf, globOf, typeNamed, typesOfArn } from '../access/resource-type';
import { type Hole, partsOf, type SymbolicString } from '../core/template/symbolic';
import type { Reference } from '../reference/reference';

/** Whether the ARN is of a type that the action works on, as `Access.toArn` checks it; an ARN of no known form may be any. */
export function mayBeNamed(reference: Reference, action: string, value: SymbolicString): boolean {
  const [prefix = '', name = ''] = action.split(':');
  const service = reference.service(prefix);
  const supported = service?.actions.get(name.toLowerCase())?.resourceTypes ?? [];
  const sample = sampleOf(reference, value);
  if (service === undefined || sample === undefined) return true;
  return typesOfArn(service, sample).some((type) => supported.some((each) => each.name === type));
}

function sampleOf(reference: Reference, value: SymbolicString): string | undefined {
  let sample = '';
  for (const [index, part] of partsOf(value).entries()) {
    const form = typeof part === 'string' ? part : index === 0 ? formOf(reference, part) : 'x';
    if (form === undefined) return undefined;
    sample += form;
  }
  return sample;
}

/** An ARN of the same form as that of a resource. */
function formOf(reference: Reference, hole: Hole): string | undefined {
  if (hole.kind !== 'resource') return undefined;
  const name = hole.resourceType.split('::')[2] ?? '';
  for (const prefix of arnServicesOf(hole.resourceType)) {
    const service = reference.service(prefix);
    const type = service === undefined ? undefined : typeNamed(service, name);
    const [format] = type === undefined ? [] : (service?.resourceTypes.get(type)?.arnFormats ?? []);
    if (format !== undefined) return globOf(format).replaceAll('*', 'x');
  }
  return undefined;
}
