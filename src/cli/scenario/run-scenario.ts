import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { compareClusters } from '#engine/diff/compare-clusters.ts'
import { describeCluster } from '#protocol/leak-file.ts'
import { CaptureError } from '#capture/capture-error.ts'
import { knownClusters } from '../commands/leaks-json.ts'
import { UsageError } from '../input.ts'
import { type Io, write } from '../io.ts'
import { Ended } from '../run-server.ts'
import { orOutputError, whatIsAt } from '../write-beside.ts'
import { type FoundLeaks, foundLeaks } from './found-leaks.ts'
import { loadScenario, type Scenario } from './load-scenario.ts'
import { CAPTURES, playScenario } from './round-trips.ts'
import { runJson, runText } from './run-output.ts'
import { reasonOf, type Stage } from './stage.ts'

const DEFAULT_ROUNDS = 5

export interface RunOptions {
  readonly rounds?: number
  readonly json?: boolean
  readonly against?: string
  readonly top?: number
  readonly browser?: string
  readonly output?: string
  readonly force?: boolean
}

/**
 * Plays a scenario and prints what leaks.
 * @throws Ended with 1 where something does; UsageError, TargetError, CaptureError, InputError, OutputError
 */
export async function runScenario(path: string, options: RunOptions, io: Io): Promise<void> {
  const scenario = await loadScenario(path)
  if (options.browser !== undefined && scenario.kind === 'node') {
    throw new UsageError(`${path}: this scenario is of a Node process, and --browser is for pages.`)
  }
  if (scenario.unknown.length > 0) {
    const names = scenario.unknown.join(', ')
    io.stderr.write(`${basename(path)} exports ${names}, which Heapscope does not use.\n`)
  }
  const before = options.against === undefined ? null : await knownClusters(options.against)
  const rounds = options.rounds ?? scenario.rounds ?? DEFAULT_ROUNDS
  const files = await filesFor(options, io)
  const stage = await stageOf(scenario, options, io)
  try {
    await playScenario(stage, rounds, files, io)
  } finally {
    await stage.end()
  }
  const found = await judged(files, rounds, scenario, io)
  const now = found.page.rows.filter(({ engine }) => !engine)
  const against = before && compareClusters(before, now)
  const byFilter = Boolean(scenario.filters?.leakFilter)
  const result = { ...found, scenario: path, rounds, byFilter, against, top: options.top }
  await write(io.stdout, options.json ? runJson(result) : runText(result, io))
  if (found.leaks.length > 0) throw new Ended(1)
}

async function stageOf(scenario: Scenario, { browser }: RunOptions, io: Io): Promise<Stage> {
  if (scenario.kind === 'node') {
    const { nodeStage } = await import('./node-stage.ts')
    return nodeStage(scenario)
  }
  const { pageStage } = await import('./page-stage.ts')
  return pageStage(scenario, browser, io)
}

async function judged(
  files: readonly string[],
  rounds: number,
  { isLeak, filters }: Scenario,
  io: Io,
): Promise<FoundLeaks> {
  const ask = async (row: FoundLeaks['leaks'][number]): Promise<boolean> => {
    try {
      return Boolean(await isLeak(describeCluster(row)))
    } catch (error) {
      throw new CaptureError(`The scenario's isLeak failed: ${reasonOf(error)}.`, { cause: error })
    }
  }
  return foundLeaks(files, { rounds, isLeak: ask, filters }, io)
}

/** Where the captures go: into a folder, which is made, or into temporary files. */
async function filesFor({ output, force }: RunOptions, io: Io): Promise<string[]> {
  const names = CAPTURES.map((name) => `${name}.heapsnapshot`)
  if (output === undefined) {
    const folder = await io.scratch.folder()
    return names.map((name) => join(folder, name))
  }
  await orOutputError(output, mkdir(output, { recursive: true }))
  const files = names.map((name) => join(output, name))
  for (const file of files) {
    const there = await whatIsAt(file)
    if (there === 'other') throw new UsageError(`${file} is not a file; name another folder with -o.`)
    if (there === 'file' && !force) throw new UsageError(`${file} exists; --force replaces it.`)
  }
  return files
}
