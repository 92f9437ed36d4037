/**
 * Stands for an object that is made when something of it is first asked for. The constructors of CDK's functions copy their
 * properties before the function is in the tree; a role and a log group belong below it, and can be made only then.
 */
export function deferred<T extends object>(shape: { readonly prototype: T }, make: () => T): T {
  let made: T | undefined;
  const own = () => {
    made ??= make();
    return made;
  };
  return new Proxy<T>(Object.create(shape.prototype), {
    get(_, key) {
      const target = own();
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    has: (_, key) => Reflect.has(own(), key),
    set: (_, key, value) => Reflect.set(own(), key, value),
  });
}
