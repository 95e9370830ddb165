import { inspect } from 'node:util'

/** Looked up by the language itself in what is returned or awaited. */
const ASKED_BY_AWAIT = 'then'

/**
 * Has instances of a class fail where anything is read that they do not have, or anything is changed: filters may not be
 * strict code, where the one would be undefined and the other nothing at all.
 * Of a class that extends one of these only what it adds itself.
 * @param what they are, for messages
 */
export function onlyGiven(given: { readonly prototype: object }, what: string): void {
  const { prototype } = given
  const refuse = (name: string): never => {
    throw new TypeError(`filters cannot change ${what}.${name}`)
  }
  for (const [name, known] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (!known.get) continue
    Object.defineProperty(prototype, name, {
      set(): void {
        refuse(name)
      },
    })
  }
  if (Object.getPrototypeOf(prototype) !== Object.prototype) return
  Object.defineProperty(prototype, inspect.custom, { value: printed })
  // Asked only for what neither an instance nor its class has.
  const rest = new Proxy(Object.prototype, {
    get(target, name, receiver): unknown {
      if (typeof name === 'symbol' || name in target) return Reflect.get(target, name, receiver)
      if (name === ASKED_BY_AWAIT) return undefined
      throw new TypeError(`Heapscope does not give filters ${what}.${name}`)
    },
    set: (_, name) => refuse(String(name)),
  })
  Object.setPrototypeOf(prototype, rest)
}

/** What `console.log` prints, which would read whatever it might print otherwise. */
function printed(this: { getJSONifyableObject?: () => unknown; length?: unknown }): unknown {
  if ('getJSONifyableObject' in this) return this.getJSONifyableObject()
  return 'length' in this ? { length: this.length } : {}
}
