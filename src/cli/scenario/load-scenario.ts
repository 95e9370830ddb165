import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { describeCluster } from '#protocol/leak-file.ts'
import { UsageError } from '../input.ts'
import type { MemlabFilters } from './memlab/filter-judge.ts'
import { reasonOf } from './stage.ts'

/** A step; `subject` is the page, or the context of a Node process. */
export type Step = (subject: unknown) => unknown

/** What a scenario is, whatever it is played on. */
interface Common {
  readonly folder: string
  readonly setup: Step
  /** How many round trips it asks for; null leaves it open. */
  readonly rounds: number | null
  readonly isLeak: (cluster: ReturnType<typeof describeCluster>) => unknown
  /** Null where it exports none. */
  readonly filters: MemlabFilters | null
  /** Exports that Heapscope does not know, or has no use for in such a scenario. */
  readonly unused: readonly string[]
}

export interface PageScenario extends Common {
  readonly kind: 'page'
  readonly url: () => Promise<string>
  /** Null where the first load is all that is looked at. */
  readonly act: Step | null
  /** Null where it is left to us, as to memlab. */
  readonly back: Step | null
  readonly beforeInitialPageLoad: Step
  /** Null where the page's own load event will do. */
  readonly isPageLoaded: Step | null
  readonly cookies: () => unknown
}

export interface NodeScenario extends Common {
  readonly kind: 'node'
  readonly process: NodeTarget
  readonly act: Step
  readonly back: Step
  /** Null where it is not told. */
  readonly url: (() => Promise<string>) | null
}

/** The Node process that is watched. */
export type NodeTarget =
  | { readonly by: 'start'; readonly command: readonly [string, ...string[]] }
  | { readonly by: 'pid'; readonly pid: number }
  | { readonly by: 'inspect'; readonly where: string }

export type Scenario = PageScenario | NodeScenario

const FILTERS = ['beforeLeakFilter', 'leakFilter', 'retainerReferenceFilter'] as const
const COMMON: readonly string[] = ['url', 'setup', 'isLeak', ...FILTERS]
const OF_TRIPS = ['act', 'action', 'back', 'repeat']
const OF_PAGE = ['beforeInitialPageLoad', 'isPageLoaded', 'cookies']
const OF_NODE = ['start', 'pid', 'inspect']
const TARGETS = ['start', 'pid', 'inspect'] as const
/** What files written as CommonJS are given by Node. */
const NOT_THEIRS = ['default', '__esModule', 'module.exports']
const NONE = async (): Promise<void> => {}

type Exports = Readonly<Record<string, unknown>>

/** Reads a scenario, of ours or memlab's. @throws UsageError where it cannot be loaded, or is none */
export async function loadScenario(path: string): Promise<Scenario> {
  const file = resolve(path)
  const exports = await exportsOf(file, path)
  const fail = (what: string): never => {
    throw new UsageError(`${path}: ${what}.`)
  }
  const targets = TARGETS.filter((name) => exports[name] !== undefined)
  if (targets.length > 1) fail(`it exports ${targets.join(' and ')}; one says which process is watched`)
  if (targets.length === 0 && exports['url'] === undefined) {
    fail(
      'it exports neither url, the address of a page, nor start, pid or inspect, which name a Node process',
    )
  }
  const step = (name: string): Step | null => {
    const value = exports[name]
    if (value === undefined) return null
    return typeof value === 'function' ? (value as Step) : fail(`${name} is not a function`)
  }
  if (exports['act'] !== undefined && exports['action'] !== undefined) {
    fail('it exports both act and action, which are one thing')
  }
  const act = step('act') ?? step('action')
  const known = new Set([
    ...COMMON,
    ...(act ? OF_TRIPS : []),
    ...(targets.length > 0 ? OF_NODE : OF_PAGE),
    ...NOT_THEIRS,
  ])
  const common: Common = {
    folder: dirname(file),
    setup: step('setup') ?? NONE,
    rounds: roundsOf(exports['repeat'], fail),
    isLeak: step('isLeak') ?? (() => true),
    filters: filtersOf(step),
    unused: Object.keys(exports).filter((name) => !known.has(name)),
  }
  const url = exports['url'] === undefined ? null : addressOf(exports['url'], fail)
  if (targets.length > 0) {
    return {
      ...common,
      kind: 'node',
      process: targetOf(targets[0]!, exports, fail),
      act: act ?? fail('it exports no act, which does what may leak'),
      back: step('back') ?? NONE,
      url,
    }
  }
  return {
    ...common,
    kind: 'page',
    url: url!,
    act,
    // What memlab calls action it undoes by itself.
    back: step('back') ?? (exports['action'] === undefined ? NONE : null),
    beforeInitialPageLoad: step('beforeInitialPageLoad') ?? NONE,
    isPageLoaded: step('isPageLoaded'),
    cookies: (step('cookies') ?? (() => [])) as () => unknown,
  }
}

type Fail = (what: string) => never

async function exportsOf(file: string, path: string): Promise<Exports> {
  try {
    const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Exports
    const whole = module['default']
    return { ...(typeof whole === 'object' ? (whole as Exports) : {}), ...module }
  } catch (error) {
    throw new UsageError(`${path}: This scenario could not be loaded: ${reasonOf(error)}.`, { cause: error })
  }
}

function filtersOf(step: (name: string) => Step | null): MemlabFilters | null {
  const found = FILTERS.map((name) => [name, step(name)] as const)
  return found.some(([, filter]) => filter) ? (Object.fromEntries(found) as unknown as MemlabFilters) : null
}

/** As memlab has it, a number or what a function returns. */
function roundsOf(repeat: unknown, fail: Fail): number | null {
  if (repeat === undefined) return null
  const rounds: unknown = typeof repeat === 'function' ? (repeat as () => unknown)() : repeat
  if (!Number.isSafeInteger(rounds) || (rounds as number) < 0) fail('repeat is no whole number from 0')
  return Math.max(1, rounds as number)
}

function addressOf(url: unknown, fail: Fail): () => Promise<string> {
  return async () => {
    const value: unknown = typeof url === 'function' ? await (url as () => unknown)() : url
    if (typeof value === 'string' && URL.canParse(value)) return value
    return fail('url is no address such as http://…')
  }
}

function targetOf(by: (typeof TARGETS)[number], exports: Exports, fail: Fail): NodeTarget {
  const value = exports[by]
  switch (by) {
    case 'start':
      return isCommand(value)
        ? { by, command: value }
        : fail("start is no command such as ['node', 'server.mjs']")
    case 'pid':
      return Number.isSafeInteger(value) && (value as number) > 0
        ? { by, pid: value as number }
        : fail('pid is no number of a process')
    case 'inspect':
      return typeof value === 'string' ? { by, where: value } : fail('inspect is no HOST:PORT')
  }
}

function isCommand(value: unknown): value is readonly [string, ...string[]] {
  return Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === 'string')
}
