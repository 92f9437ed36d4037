import type { Model } from '../core/model/model';
import type { Resource } from '../core/template/template';

/** The services that may take on a role of the input, by name. */
export function servicesTrustedBy(model: Model, role: Resource): readonly string[] {
  const services = model.documents
    .filter((document) => document.kind === 'trust' && document.resource === role)
    .flatMap(({ statements }) => statements.filter(({ effect }) => effect === 'Allow').flatMap(({ principals }) => principals))
    .flatMap(({ type, value }) => (type === 'Service' && typeof value === 'string' ? [value] : []));
  return [...new Set(services)].sort();
}
