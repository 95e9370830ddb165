import { isCodeName } from './code-names.ts'
import { isPlaceholder } from './placeholder.ts'
import { isBuiltInModule } from './property-names.ts'
import type { Mask, TextRule } from './text-rule.ts'

const URL = /^([A-Za-z][\w+.-]*:\/\/)([^/?#]*)([^?#]*)(.*)$/s
const HOST = /^(?:[\w.*~%-]*|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/
/** Schemes behind which the content itself stands. */
const CONTENT = /^(?:data|blob|javascript|filesystem|view-source):/i
const HOSTS_OWN =
  /^(?:node|internal|ext|npm|jsr|deno|bun|wasm|native|extensions|chrome|electron|webpack|vite|about):[\w./@:~+-]*$/
const PATH = /^(?:\.{0,2}\/|[A-Za-z]:[\\/]|\\\\)[^\n?#]*(?:[?#].*)?$/s
const FILE =
  /^[\w@~+.-]+(?:[/\\][\w@~+. -]+)*\.(?:[cm]?[jt]sx?|html?|json|wasm|node|vue|svelte|pyw?|pyx|pyi|ipynb)(?:[?#].*)?$/s
const NAMELESS =
  /^(?:evalmachine\.<anonymous>|<anonymous>|<(?:string|stdin|console|unknown|frozen [\w.]{1,80})>|\[[a-z -]{1,30}\]|native [\w-]+\.js|v8\/[a-z]+|:\/\/)$/
const MOST_CHARACTERS = 2048

/**
 * Addresses and paths of scripts and pages: scheme, host and path stay; what follows `?` or `#`, and a user with its
 * password, become their placeholder, so that different addresses stay different. `data:` and `blob:` lose all but that.
 */
export const urlRule: TextRule = (text, mask) => {
  if (text === '' || NAMELESS.test(text)) return text
  const content = CONTENT.exec(text)?.[0]
  if (content) return content + masked(text.slice(content.length), mask)
  if (text.length > MOST_CHARACTERS) return null
  const url = URL.exec(text)
  if (url) return shortened(url, mask)
  if (PATH.test(text) || FILE.test(text)) return withoutTail(text, mask)
  return HOSTS_OWN.test(text) || isBuiltInModule(text) || isCodeName(text) ? text : null
}

/** Whether a text is an address or a path rather than a name of one word. */
export function isAddress(text: string): boolean {
  return CONTENT.test(text) || URL.test(text) || PATH.test(text) || FILE.test(text)
}

function shortened([, scheme, authority, path, tail]: readonly string[], mask: Mask): string | null {
  const at = authority!.lastIndexOf('@')
  const host = authority!.slice(at + 1)
  if (!HOST.test(host)) return null
  if (at === -1) return scheme! + host + path + maskedTail(tail!, mask)
  const sign = tail!.startsWith('?') ? '?' : '#'
  return `${scheme}${host}${path}${sign}${mask(authority!.slice(0, at + 1) + tail)}`
}

function withoutTail(text: string, mask: Mask): string {
  const from = text.search(/[?#]/)
  return from === -1 ? text : text.slice(0, from) + maskedTail(text.slice(from), mask)
}

/** @param tail empty, or with its sign */
function maskedTail(tail: string, mask: Mask): string {
  return tail.slice(0, 1) + masked(tail.slice(1), mask)
}

function masked(text: string, mask: Mask): string {
  return text === '' || isPlaceholder(text) ? text : mask(text)
}
