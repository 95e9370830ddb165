import { isCodeName, looksLikeData } from './code-names.ts'

const ACCESSOR = /^[gs]et (?=.)/
const SYMBOL = /^<symbol(?: (.*))?>$/s
/** Of symbols: `Symbol.iterator`, `nodejs.util.inspect.custom`, `[[signalAbort]]`, `dns:resolver:setServers`. */
const SYMBOL_WORDS = /^[[#]*[A-Za-z_$][\w$]*(?:(?:[.:#/-]|::|->)[A-Za-z_$][\w$]*){0,6}\]*$/
const MOST_CHARACTERS = 64
/** Names of the language and its hosts that are no single words. */
const KNOWN = new Set([
  '',
  '__proto__',
  'module.exports',
  'nodejs.util.inspect.custom',
  'nodejs.util.promisify.custom',
])
const WELL_KNOWN_SYMBOL = /^Symbol\.[A-Za-z]+$/
/** `.js`, as in `require.extensions`. */
const EXTENSION = /^\.[a-z]{1,6}$/
/** `$1`, `$&` and the names that engines give to them. */
const LAST_MATCH = /^(?:RegExp[A-Za-z]*)?\$[1-9&+`'_]$/
/** What hosts have built in. */
const BUILT_IN =
  /^(?:(?:node|ext|internal):|internal\/|(?:assert|dns|fs|inspector|path|readline|stream|timers|test|util)\/)[\w./-]+$/

/** Whether a property, or a variable, may keep its name. */
export function isPropertyName(text: string): boolean {
  if (KNOWN.has(text) || isCodeName(text)) return true
  const symbol = SYMBOL.exec(text)
  if (symbol) return symbol[1] === undefined || isSymbolDescription(symbol[1])
  if (ACCESSOR.test(text)) return isPropertyName(text.replace(ACCESSOR, ''))
  return (
    WELL_KNOWN_SYMBOL.test(text) || EXTENSION.test(text) || LAST_MATCH.test(text) || isBuiltInModule(text)
  )
}

/** Whether a text describes a symbol as programmers do. */
export function isSymbolDescription(text: string): boolean {
  return text.length <= MOST_CHARACTERS && SYMBOL_WORDS.test(text) && !looksLikeData(text)
}

/** Whether it is what a host calls one of its own modules: `fs/promises`, `node:fs`, `ext:deno_web/02_event.js`. */
export function isBuiltInModule(text: string): boolean {
  return text.length <= 2 * MOST_CHARACTERS && BUILT_IN.test(text) && !looksLikeData(text)
}
