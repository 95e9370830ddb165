import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import type { StringTable } from '../model/string-table.ts'
import { isPropertyName } from './property-names.ts'
import { codeNameRule, engineEdgeRule, isFunctionName, nativeNameRule, objectNameRule } from './node-names.ts'
import { pythonNameRule } from './python-names.ts'
import { Role, ROLE_COUNT, type RoleNumber } from './string-roles.ts'
import type { Mask, TextRule } from './text-rule.ts'
import { isAddress, urlRule } from './url-rule.ts'

/** What becomes of a string in one of its roles. */
export const Verdict = { unused: 0, kept: 1, value: 2, changed: 3 } as const
export type VerdictNumber = (typeof Verdict)[keyof typeof Verdict]

/** What becomes of every string in every role it has. */
export interface Verdicts {
  /** By string number: two bits for each role. */
  readonly bits: Uint32Array
  /** What is left of a string where something is, by `changedKey`. */
  readonly changed: ReadonlyMap<number, string>
}

export function verdictOf({ bits }: Verdicts, string: number, role: RoleNumber): VerdictNumber {
  return ((bits[string]! >>> (2 * role)) & 3) as VerdictNumber
}

export function changedKey(string: number, role: RoleNumber): number {
  return string * 16 + role
}

/** What may stand for a number, or for a string whose text is elsewhere. */
const TYPE_NAMES = new Set([
  '',
  '(concatenated string)',
  '(sliced string)',
  'heap number',
  'smi number',
  'number',
  'int',
  'double',
  'bool',
  'bigint',
  'BigInt',
])
const SYMBOL_NAMES = new Set(['', 'symbol', 'private symbol'])
const ENGINES_TEXT = /^[\w .-]{0,64}$/
/** `.new.target`, `.generator_object`. */
const ENGINES_VARIABLE = /^\.[a-z_.]{1,40}$/

/**
 * Judges every string in every role. Decodes one at a time, and no texts of strings.
 * O(strings + bytes of names).
 */
export async function judgeStrings(
  strings: StringTable,
  roles: Uint16Array,
  mask: Mask,
  task: Task,
  done: number,
): Promise<Verdicts> {
  const judge = new Judge(strings, roles, mask)
  await inSlices(task, roles.length, (from, to) => judge.survey(from, to), done)
  await inSlices(task, roles.length, (from, to) => judge.scan(from, to), done + roles.length)
  judge.judgeSymbols()
  return judge.verdicts
}

/** Roles whose verdict needs no look at the text. */
const NO_NAMES = 1 << Role.text

class Judge {
  readonly verdicts: { readonly bits: Uint32Array; readonly changed: Map<number, string> }
  readonly #strings: StringTable
  readonly #roles: Uint16Array
  readonly #mask: Mask
  readonly #rules: readonly TextRule[]
  readonly #scripts = new Set<string>()
  /** What symbols are described by, and whether a property that keeps its name is called so. */
  readonly #descriptions = new Map<string, boolean>()

  constructor(strings: StringTable, roles: Uint16Array, mask: Mask) {
    this.#strings = strings
    this.#roles = roles
    this.#mask = mask
    this.verdicts = { bits: new Uint32Array(roles.length), changed: new Map() }
    this.#rules = this.#makeRules()
  }

  #makeRules(): TextRule[] {
    const isScript = (text: string): boolean => this.#scripts.has(text) && urlRule(text, this.#mask) === text
    const rules: TextRule[] = []
    rules[Role.text] = (text) => (text === '' ? text : null)
    rules[Role.engineText] = (text) => (ENGINES_TEXT.test(text) ? text : null)
    rules[Role.typeName] = (text) => (TYPE_NAMES.has(text) ? text : null)
    rules[Role.symbol] = (text) => (SYMBOL_NAMES.has(text) || this.#isProperty(text) ? text : null)
    rules[Role.object] = objectNameRule
    rules[Role.native] = nativeNameRule
    rules[Role.code] = codeNameRule
    rules[Role.function] = (text) => (isFunctionName(text) ? text : null)
    rules[Role.property] = (text) => (isPropertyName(text) || isScript(text) ? text : null)
    rules[Role.key] = (text) => (text === '' || isScript(text) ? text : null)
    rules[Role.variable] = (text) => (isPropertyName(text) || ENGINES_VARIABLE.test(text) ? text : null)
    rules[Role.engineEdge] = engineEdgeRule
    rules[Role.script] = urlRule
    rules[Role.pythonClass] = pythonNameRule
    rules[Role.pythonName] = pythonNameRule
    return rules
  }

  /** Learns what scripts are called and symbols described by. */
  survey(from: number, to: number): void {
    for (let string = from; string < to; string++) {
      const roles = this.#roles[string]!
      if ((roles & ((1 << Role.script) | (1 << Role.code))) !== 0) {
        const text = this.#strings.text(string)
        const script = text.startsWith(SCRIPT) ? text.slice(SCRIPT.length) : text
        if (isAddress(script)) this.#scripts.add(script)
      }
      if ((roles & (1 << Role.symbol)) !== 0)
        this.#descriptions.set(description(this.#strings.text(string)), false)
    }
  }

  scan(from: number, to: number): void {
    for (let string = from; string < to; string++) {
      const roles = this.#roles[string]! & ~(1 << Role.symbol)
      if (roles === 0) continue
      if (roles === NO_NAMES) {
        const isEmpty = this.#strings.byteLength(string) === 0
        this.#set(string, Role.text, isEmpty ? Verdict.kept : Verdict.value)
      } else this.#judge(string, roles)
    }
  }

  /** Comes last: symbols keep what properties do. */
  judgeSymbols(): void {
    if (this.#descriptions.size === 0) return
    for (let string = 0; string < this.#roles.length; string++) {
      if ((this.#roles[string]! & (1 << Role.symbol)) !== 0) this.#judge(string, 1 << Role.symbol)
    }
  }

  #judge(string: number, roles: number): void {
    const text = this.#strings.text(string)
    for (let role = 0; role < ROLE_COUNT; role++) {
      if (((roles >>> role) & 1) === 0) continue
      const left = this.#rules[role]!(text, this.#mask)
      if (left === null) this.#set(string, role as RoleNumber, Verdict.value)
      else if (left === text) this.#set(string, role as RoleNumber, Verdict.kept)
      else {
        this.#set(string, role as RoleNumber, Verdict.changed)
        this.verdicts.changed.set(changedKey(string, role as RoleNumber), left)
      }
      if (role === Role.property && left === text) this.#noteProperty(text)
    }
  }

  #noteProperty(text: string): void {
    if (this.#descriptions.size === 0) return
    const name = /^<symbol (.*)>$/s.exec(text)?.[1] ?? text
    if (this.#descriptions.has(name)) this.#descriptions.set(name, true)
  }

  #isProperty(symbol: string): boolean {
    return this.#descriptions.get(description(symbol)) === true
  }

  #set(string: number, role: RoleNumber, verdict: VerdictNumber): void {
    this.verdicts.bits[string]! |= verdict << (2 * role)
  }
}

const SCRIPT = 'system / Script / '

function description(symbol: string): string {
  return /^Symbol\((.*)\)$/s.exec(symbol)?.[1] ?? symbol
}
