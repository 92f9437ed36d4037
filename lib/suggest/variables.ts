import type { Model } from '../core/model/model';
import type { Resource } from '../core/template/template';
import { idOf } from './identity';
import type { NamedConstruct } from './suggestion';

/** Words that no variable may be called, and names that the suggested code uses itself. */
const TAKEN: ReadonlySet<string> = new Set(
  `Access Aws EnvironmentValue Fn arguments await break case catch class const continue debugger default delete do else enum eval export
  extends false finally for function iam if implements import in instanceof interface let new null package private protected public
  return static super switch this throw true try typeof undefined var void while with yield`.split(/\s+/),
);

/** The variables of one piece of code: one for each construct, named as the construct is. */
export class Variables {
  private readonly byResource = new Map<Resource, string>();
  private readonly taken = new Set<string>();

  constructor(private readonly model: Model) {}

  of(resource: Resource): string {
    let name = this.byResource.get(resource);
    if (name === undefined) {
      name = this.free(resource);
      this.byResource.set(resource, name);
      this.taken.add(name);
    }
    return name;
  }

  /** The name of a construct that has one already. */
  known(resource: Resource): string | undefined {
    return this.byResource.get(resource);
  }

  /** In the order of their first use. */
  list(): readonly NamedConstruct[] {
    return [...this.byResource].map(([resource, variable]) => ({ variable, id: idOf(resource), type: resource.type }));
  }

  private free(resource: Resource): string {
    const segments = this.model.nameOf(resource).split('/');
    for (let from = segments.length - 1; from >= 0; from--) {
      const name = camelCase(segments.slice(from).join(' '));
      if (name !== '' && !TAKEN.has(name) && !this.taken.has(name)) return name;
    }
    const name = camelCase(`${segments.join(' ')} resource`);
    for (let count = 1; ; count++) {
      const numbered = count === 1 ? name : `${name}${count}`;
      if (!this.taken.has(numbered)) return numbered;
    }
  }
}

/** `OrdersTable` and `orders-table` as `ordersTable`, `DLQ` as `dlq`; empty when no identifier comes of it. */
export function camelCase(text: string): string {
  const words = text
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const name = words
    .map((word, index) => (index === 0 ? '' : word.charAt(0).toUpperCase()) + word.slice(index === 0 ? 0 : 1).toLowerCase())
    .join('');
  return /^\d/.test(name) ? '' : name;
}
