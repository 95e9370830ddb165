/** A filter of the classes that only this name passes. */
export function classFilter(name: string): string {
  return `/^${name.replace(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`)}$/`
}
