/** The way to a value in a budget, key by key. */
export type Keys = readonly (string | number)[]

const PLAIN = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** The way as one would write it in a program: `classes.Session.objects`, `code["/src/cache/"].retained`. */
export function keyPath(keys: Keys): string {
  if (keys.length === 0) return 'the budget'
  return keys
    .map((key, at) => {
      if (typeof key === 'number' || !PLAIN.test(key)) return `[${JSON.stringify(key)}]`
      return at === 0 ? key : `.${key}`
    })
    .join('')
}
