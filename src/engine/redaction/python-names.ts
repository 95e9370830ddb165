import { isCodeName, looksLikeData } from './code-names.ts'
import type { Mask, TextRule } from './text-rule.ts'
import { urlRule } from './url-rule.ts'

/** `app.models.Session.on_close.<locals>.<lambda>`: a module, a class, a function. */
const QUALIFIED = /^(?:[A-Za-z_]\w*|<(?:locals|lambda|module|listcomp|setcomp|dictcomp|genexpr)>)$/
/** `qualname (file:line)`. */
const PLACED = /^(.*) \(([^()]*):(\d{1,7})\)$/s
/** `(modules)`, `(held from C)`. */
const ROOT = /^\((?:[a-z]+[. ]?){1,4}\)$|^\(gc\.garbage\)$|^\(held from C\)$/
/** What Python calls threads that nobody names, and names of one word. */
const THREAD = /^thread (.*) \((\d{1,20})\)$/s
const PLAIN_THREAD = /^(?:Thread-\d{1,6}(?: \(\w{1,64}\))?|[A-Za-z]+-\d{1,4}(?:_\d{1,4})?|[A-Za-z_]{1,40})$/
const MOST_CHARACTERS = 200
/** `(1000, 4) float64, view of 64 bytes`, `10 bytes, format B`: how much there is and of what kind. */
const ARRAY =
  /^\((?:\d{1,15}(?:, \d{1,15})*,?)?\) (?:bool_?|u?int\d{1,2}|(?:float|complex)\d{2,3}|object_|str_|bytes_|void|datetime64|timedelta64)(?:, view of \d{1,15} bytes)?$/
const MEMORY_VIEW = /^\d{1,15} bytes, format [@=<>!]?[a-zA-Z?](?:, readonly)?$/

/**
 * Names of classes, modules, functions, frames and threads: words of the source stay, files as the rule for addresses says,
 * sizes of arrays and of views too, and what a program made while it ran goes.
 */
export const pythonNameRule: TextRule = (text, mask) => {
  if (text === '' || ROOT.test(text) || isQualified(text)) return text
  if (ARRAY.test(text) || MEMORY_VIEW.test(text)) return text
  const thread = THREAD.exec(text)
  if (thread) return `thread ${threadName(thread[1]!, mask)} (${thread[2]})`
  const placed = PLACED.exec(text)
  if (!placed) return null
  const [, name, file, line] = placed
  const shown = isQualified(name!) ? name! : mask(name!)
  return `${shown} (${urlRule(file!, mask) ?? mask(file!)}:${line})`
}

/** Whether a text is a dotted name as Python gives them to what source code defines. */
function isQualified(text: string): boolean {
  if (text.length > MOST_CHARACTERS) return false
  return text.split('.').every((part) => QUALIFIED.test(part) && !looksLikeData(part))
}

/** The name of a thread, or its placeholder where it may say something. */
export function threadName(name: string, mask: Mask): string {
  return PLAIN_THREAD.test(name) && isCodeName(name.replace(/[-_ ()\d]+/g, 'x')) ? name : mask(name)
}
