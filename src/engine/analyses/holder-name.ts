/** What V8 adds to the name of a global object, and the address behind it. */
const GLOBAL = / \[JSGlobal(?:Proxy|Object)\](?: \/ .*)?$/s
/** Newer engines write which scope it is. */
const SCOPE = /^(system \/ Context) \/ .*$/s

/**
 * What an object is called as the holder of others, from its class: without the address of a window's page and the number
 * of a scope, which differ from capture to capture.
 */
export function holderName(className: string): string {
  return className.replace(GLOBAL, '').replace(SCOPE, '$1')
}
