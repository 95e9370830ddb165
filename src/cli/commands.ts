import type { Command } from 'commander'
import type { Io } from './io.ts'

/** @param language see `addQuery` */
type AddCommand = (program: Command, io: Io, language: string) => void

/** Every command, in the order of the help. Each comes when it is wanted: a run needs one of them. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  summary: async () => (await import('./commands/summary.ts')).addSummary,
  findings: async () => (await import('./commands/findings.ts')).addFindings,
  nodes: async () => (await import('./commands/nodes.ts')).addNodes,
  object: async () => (await import('./commands/object.ts')).addObject,
  path: async () => (await import('./commands/path.ts')).addPath,
  dominators: async () => (await import('./commands/dominators.ts')).addDominators,
  query: async () => (await import('./commands/query.ts')).addQuery,
  strings: async () => (await import('./commands/strings.ts')).addStrings,
  allocations: async () => (await import('./commands/allocations.ts')).addAllocations,
  series: async () => (await import('./commands/series.ts')).addSeries,
  memory: async () => (await import('./commands/memory.ts')).addMemory,
  closures: async () => (await import('./commands/closures.ts')).addClosures,
  collections: async () => (await import('./commands/collections.ts')).addCollections,
  cycles: async () => (await import('./commands/cycles.ts')).addCycles,
  threads: async () => (await import('./commands/threads.ts')).addThreads,
  packages: async () => (await import('./commands/packages.ts')).addPackages,
  io: async () => (await import('./commands/open-io.ts')).addOpenIo,
  diff: async () => (await import('./commands/diff.ts')).addDiff,
  leaks: async () => (await import('./commands/leaks.ts')).addLeaks,
  trend: async () => (await import('./commands/trend.ts')).addTrend,
  check: async () => (await import('./commands/check.ts')).addCheck,
  convert: async () => (await import('./commands/convert.ts')).addConvert,
  share: async () => (await import('./commands/share.ts')).addShare,
  unshare: async () => (await import('./commands/unshare.ts')).addUnshare,
  shares: async () => (await import('./commands/shares.ts')).addShares,
  open: async () => (await import('./commands/open.ts')).addOpen,
  capture: async () => (await import('./commands/capture.ts')).addCapture,
  serve: async () => (await import('./commands/serve.ts')).addServe,
  mcp: async () => (await import('./commands/mcp.ts')).addMcp,
  completion: async () => (await import('./commands/completion.ts')).addCompletion,
}

/** Commands that have to do with all others. */
const ABOUT_ALL: ReadonlySet<string> = new Set(['completion'])

/**
 * Adds commands to the program.
 * @param wanted the one that is to run; all are added where there is none of this name, so that help and what is said of
 *   wrong names know them
 * @param language see `addQuery`
 */
export async function addCommands(
  program: Command,
  io: Io,
  wanted: string | undefined,
  language: string,
): Promise<void> {
  const isOne = wanted !== undefined && Object.hasOwn(COMMANDS, wanted) && !ABOUT_ALL.has(wanted)
  const names = isOne ? [wanted] : Object.keys(COMMANDS)
  const adding = await Promise.all(names.map((name) => COMMANDS[name]!()))
  for (const add of adding) add(program, io, language)
}
