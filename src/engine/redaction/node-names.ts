import { isCodeName, looksLikeData } from './code-names.ts'
import { isPlaceholder } from './placeholder.ts'
import { isBuiltInModule, isSymbolDescription } from './property-names.ts'
import type { Mask, TextRule } from './text-rule.ts'
import { isAddress, urlRule } from './url-rule.ts'

/** Names of functions may be longer than those of variables. */
const MOST_CHARACTERS = 100
const ACCESSOR = /^(?:(?:get|set|bound|static|async) )+(?=.)/
const BRACKETED = /^\[(.+)\]$/
const MADE_BY_ENGINE = /^<(?:static_initializer|instance_members_initializer|anonymous|computed)>$/
/** `Intl.Collator`, `Foo.bar`. */
const DOTTED = /^[A-Za-z_$#][\w$]*(?:\.(?:[A-Za-z_$#][\w$]*|<(?:computed|anonymous)>)){1,6}$/

/** Names of functions: they stay unless they were made of data, as of methods with a computed name. */
export function isFunctionName(text: string): boolean {
  if (text === '' || isCodeName(text, MOST_CHARACTERS) || MADE_BY_ENGINE.test(text)) return true
  if (text === '(anonymous)' || text === '(root)' || text === '(V8 API)') return true
  if (ACCESSOR.test(text)) return isFunctionName(text.replace(ACCESSOR, ''))
  const symbol = BRACKETED.exec(text)
  if (symbol) return isSymbolDescription(symbol[1]!)
  if (DOTTED.test(text)) return text.length <= MOST_CHARACTERS && !looksLikeData(text)
  return isBuiltInModule(text) || LAST_MATCH.test(text) || isClassName(text)
}

const LAST_MATCH = /^\$[1-9&+`'_]$/
/** `Array Iterator`, `Async-from-Sync Iterator`, `Window [JSGlobalObject]`, `Object (internal cache)`, `global (global*)`. */
const CLASS_WORDS =
  /^[A-Za-z_$#][\w$.-]*(?: (?:[A-Z][\w$-]*|\((?:[a-z]+\*?|[a-z]+ [a-z]+|[A-Z][A-Za-z]*)\)|\[JSGlobal(?:Object|Proxy)\])){0,3}$/

function isClassName(text: string): boolean {
  return text.length <= MOST_CHARACTERS && CLASS_WORDS.test(text) && !looksLikeData(text)
}

const DOM = /^((?:Detached )?<(?:[A-Za-z][\w:-]*|![A-Za-z]+|\/?#[a-z-]+))( .*)?(>)$/s
const BELONGS = ' / '
const SYSTEM = /^system \/ ([\w:]+(?: \(\w+\))?)(?: \/ (.*))?$/s
const SCOPE = /^scope @\d+$/
const BUILTIN = /^[\w:.]+ \(builtin\)$/

/**
 * Names of objects and of what is native: classes stay, elements keep their tag, and an address behind ` / ` is shortened.
 */
export const objectNameRule: TextRule = (text, mask) => {
  const plain = text.startsWith('Detached ') ? text.slice('Detached '.length) : text
  const before = text.slice(0, text.length - plain.length)
  const rest = elementName(plain, mask) ?? systemName(plain, mask) ?? belongingName(plain, mask)
  if (rest !== null) return before + rest
  return plain === '' || isClassName(plain) || isEngineName(plain) ? text : null
}

/** `(object elements)`, `(GC roots)`, `(Construct_WithFeedback builtin code)`; `null (wasm)`. */
const ENGINES =
  /^(?:\(\w[\w +*-]{0,100}\)|null \(wasm\)|private symbol|[A-Z][a-z]+ (?:activities|roots|handles))$/

function isEngineName(text: string): boolean {
  return ENGINES.test(text) && !looksLikeData(text)
}

/** Names of what the embedder made of its C++ classes. */
const NATIVE = /^[A-Za-z_]\w*::[\w:<>,*&()[\]~. '{}-]*$/
const NATIVE_PLACE = /^[\w:*&<>,~()[\]=. {}|'^!+-]+@[\w./-]+:\d+$/
const LONGEST_NATIVE = 4096

/** The same for native nodes and synthetic ones. */
export const nativeNameRule: TextRule = (text, mask) =>
  isNativeName(text) || ROOTS.test(text) ? text : objectNameRule(text, mask)

const ROOTS = /^C\+\+ [A-Za-z ]{1,60}$/

/** Names of code, scripts and what the engine hides. */
export const codeNameRule: TextRule = (text, mask) => {
  if (isFunctionName(text) || isEngineName(text)) return text
  return systemName(text, mask) ?? (isAddress(text) ? urlRule(text, mask) : null)
}

/** Whether a text is a C++ name, maybe with the place in the embedder's source where it stands. */
export function isNativeName(text: string): boolean {
  return (
    text.length <= LONGEST_NATIVE && (NATIVE.test(text) || (text.includes('::') && NATIVE_PLACE.test(text)))
  )
}

function elementName(text: string, mask: Mask): string | null {
  const element = DOM.exec(text)
  if (!element || looksLikeData(element[1]!)) return null
  const attributes = element[2]?.slice(1) ?? ''
  return attributes === '' || isPlaceholder(attributes) ? text : `${element[1]} ${mask(attributes)}>`
}

function systemName(text: string, mask: Mask): string | null {
  const system = SYSTEM.exec(text)
  if (!system || looksLikeData(system[1]!)) return null
  const rest = system[2]
  if (rest === undefined) return text
  const before = text.slice(0, text.length - rest.length)
  return before + lastPart(rest, mask)
}

function belongingName(text: string, mask: Mask): string | null {
  const at = text.indexOf(BELONGS)
  if (at === -1 || !isClassName(text.slice(0, at))) return null
  const from = at + BELONGS.length
  return text.slice(0, from) + lastPart(text.slice(from), mask)
}

/** What stands behind ` / `: a function, a scope, an address. */
function lastPart(text: string, mask: Mask): string {
  if (isPlaceholder(text) || SCOPE.test(text) || BUILTIN.test(text)) return text
  if (isFunctionName(text) || isNativeName(text)) return text
  return (isAddress(text) || text === '://' ? urlRule(text, mask) : null) ?? mask(text)
}

const INTERNAL_NUMBER = /^\d+$/
/** `12 / CallFunction`, `3 / gin::ContextHolder::context_`, `7 / DevTools console`. */
const NUMBERED = /^\d+ \/ (.*)$/s
const EPHEMERON = 'part of key -> value pair in ephemeron table'

/** Names of the edges by which the engine and its embedder refer to things. */
export const engineEdgeRule: TextRule = (text) => {
  if (text === '' || INTERNAL_NUMBER.test(text) || text === EPHEMERON || isCodeName(text, MOST_CHARACTERS))
    return text
  const name = NUMBERED.exec(text)?.[1]
  if (name !== undefined) {
    const known = isCodeName(name, MOST_CHARACTERS) || isNativeName(name) || name === CONSOLE
    return known ? text : null
  }
  return isNativeName(text) || isEngineName(text) || text === CONSOLE ? text : null
}

const CONSOLE = 'DevTools console'
