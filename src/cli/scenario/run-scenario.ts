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
import { type FoundLeaks, foundLeaks, type LeakRules } from './found-leaks.ts'
import { loadScenario, type Scenario } from './load-scenario.ts'
import { captureLoad, OF_LOAD, OF_TRIPS, playScenario } from './round-trips.ts'
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
  const isLoad = scenario.act === null
  if (options.rounds !== undefined && isLoad) {
    throw new UsageError(`${path}: this scenario has no act, and --rounds says how often it is done.`)
  }
  if (scenario.unused.length > 0) {
    const names = scenario.unused.join(', ')
    io.stderr.write(`${basename(path)} exports ${names}, which Heapscope does not use.\n`)
  }
  const before = options.against === undefined ? null : await knownClusters(options.against)
  const rounds = isLoad ? 0 : (options.rounds ?? scenario.rounds ?? DEFAULT_ROUNDS)
  const files = await filesFor(isLoad ? OF_LOAD : OF_TRIPS, options, io)
  const stage = await stageOf(scenario, options, io)
  try {
    await (isLoad ? captureLoad(stage, files, io) : playScenario(stage, rounds, files, io))
  } finally {
    await stage.end()
  }
  const found = await judged(files, rounds, scenario, io)
  const now = found.page.rows.filter(({ engine }) => !engine)
  const against = before && compareClusters(before, now)
  const byFilter = Boolean(scenario.filters?.leakFilter)
  const result = { ...found, scenario: path, isLoad, rounds, byFilter, against, top: options.top }
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
  { isLeak, filters, act }: Scenario,
  io: Io,
): Promise<FoundLeaks> {
  const ask = async (row: FoundLeaks['leaks'][number]): Promise<boolean> => {
    try {
      return Boolean(await isLeak(describeCluster(row)))
    } catch (error) {
      throw new CaptureError(`The scenario's isLeak failed: ${reasonOf(error)}.`, { cause: error })
    }
  }
  const rules: LeakRules = { rounds, isLeak: ask, filters, ofLoad: act === null }
  return foundLeaks(files, rules, io)
}

/** Where the captures go: into a folder, which is made, or into temporary files. */
async function filesFor(
  captures: readonly string[],
  { output, force }: RunOptions,
  io: Io,
): Promise<string[]> {
  const names = captures.map((name) => `${name}.heapsnapshot`)
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
