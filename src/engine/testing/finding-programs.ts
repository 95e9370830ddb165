import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { Session } from '../session.ts'
import { QUIET_HOST } from './captures.ts'
import { sourceOf } from './sample-text.ts'

const FOLDER = join(import.meta.dirname, '../../../fixtures/findings')
const AGENT = join(import.meta.dirname, '../../../agent')
/** The Node that programs run under: this one, or another of which somebody wants to know. */
const NODE = process.env['HEAPSCOPE_TEST_NODE'] ?? process.execPath
const run = promisify(execFile)

/** What `truth.json` says. */
export interface FindingTruth {
  /** What the rule calls the owner. */
  readonly owner: string
  /** Why the saving is not what the cure frees; absent where it is. */
  readonly otherBytes?: string
  /** The oldest CPython that has what it takes, as `11`. */
  readonly since?: number
  /** Whether it takes NumPy and pandas. */
  readonly arrays?: boolean
}

/** A fault and its cure. */
export interface FindingProgram {
  /** The folder's name: the rule, and its form behind a dot. */
  readonly name: string
  readonly rule: string
  readonly folder: string
  readonly truth: FindingTruth
}

/** Those for Node (`v8`), a browser (`page`) or CPython (`python`). */
export function findingPrograms(kind: 'v8' | 'page' | 'python'): readonly FindingProgram[] {
  return readdirSync(join(FOLDER, kind)).map((name) => {
    const folder = join(FOLDER, kind, name)
    const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as FindingTruth
    return { name, rule: name.replace(/\..*$/, ''), folder, truth }
  })
}

/** The file of a program with the fault, or of the cured one, whatever kind of module it is. */
export function programFile({ folder }: FindingProgram, stem: 'fault' | 'cured'): string {
  return join(
    folder,
    readdirSync(folder).find((name) => name.startsWith(`${stem}.`))!,
  )
}

/** Runs a program under Node and opens the heap that is left of it. */
export async function heapOfNode(program: string): Promise<Session> {
  return inFolder(async (folder) => {
    const file = join(folder, 'heap.heapsnapshot')
    const options = ['--expose-gc', join(FOLDER, 'run.cjs'), program, file]
    await run(NODE, options, { timeout: 60_000, env: { ...process.env, NODE_OPTIONS: '' } })
    return openFile(file)
  })
}

/** Runs a program under a CPython with our agent and opens the heap that is left of it. */
export async function heapOfPython(python: string, program: string): Promise<Session> {
  return inFolder(async (folder) => {
    const options = ['-m', 'heapscope', 'run', '--at-exit', '--out', folder, program]
    const env = { ...process.env, PYTHONPATH: AGENT, PYTHONDONTWRITEBYTECODE: '1' }
    await run(python, options, { timeout: 60_000, env })
    return openFile(join(folder, readdirSync(folder)[0]!))
  })
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'heapscope-findings-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function openFile(file: string): Promise<Session> {
  return openHeap(readFileSync(file), file)
}

/** Opens a heap with all there is to know about it. */
export async function openHeap(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Session> {
  const session = await Session.read(sourceOf([new Uint8Array(bytes)], name), QUIET_HOST)
  await session.complete(QUIET_HOST)
  await session.findRetainers(QUIET_HOST)
  return session
}
