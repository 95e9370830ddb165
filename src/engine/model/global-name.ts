/** Names that engines give to global objects, with or without an address behind. */
const GLOBAL = /^(?:Window|global|GlobalObject)(?: |$)/

/** Whether a node or class of this name is a global object of JavaScript. */
export function isGlobalName(name: string): boolean {
  return GLOBAL.test(name)
}
