import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NodeRow, PathStep } from './model/rows.ts'
import { Session } from './session.ts'
import { QUIET_HOST } from './testing/captures.ts'
import { findPythons, minorOf, type Python } from './testing/pythons.ts'
import { sourceOf } from './testing/sample-text.ts'

/** What a program says of what it built, see `agent/tests/programs/known.py`. */
interface Truth {
  readonly class: string
  readonly count?: number
  readonly path: readonly (string | number)[]
  readonly holder?: string
  readonly bytes?: number
  readonly also?: readonly (readonly [holder: string, bytes: number])[]
  readonly gone?: readonly string[]
  readonly empty?: string
}

const AGENT = join(import.meta.dirname, '../../agent')
const PROGRAMS = join(AGENT, 'tests/programs')
const NAMES = readdirSync(PROGRAMS)
  .filter((name) => name.endsWith('.py') && name !== 'known.py')
  .map((name) => name.slice(0, -3))
const NEED_ARRAYS: ReadonlySet<string> = new Set(['numpy_arrays', 'pandas_frame'])
/** How far retained sizes may be from what was built. */
const TOLERANCE = 0.01
const ENV = { ...process.env, PYTHONPATH: AGENT, PYTHONDONTWRITEBYTECODE: '1' }
const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'heapscope-truth-'))
const pythons = findPythons()
const main = pythons.find(({ hasArrays }) => hasArrays) ?? pythons.find((one) => minorOf(one) >= 11)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('there is a CPython to try the agent with', () => expect(pythons).not.toEqual([]))

describe.each(pythons.map((python) => [python.version, python] as const))(
  'CPython %s',
  (_version, python) => {
    describe.each(python === main ? (['fork', 'here', 'attach'] as const) : (['fork'] as const))(
      'captured: %s',
      (mode) => {
        const names = NAMES.filter((name) => python.hasArrays || !NEED_ARRAYS.has(name))
        const captured = new Map<string, Promise<Captured | Forbidden>>()
        beforeAll(() => captureAll(python, mode, names, captured))

        test.for(names)(
          '%s: counts are exact, the path names the holder, and it retains what was built',
          async (name, { skip }) => {
            const one = await captured.get(name)!
            if ('forbidden' in one) return skip(one.forbidden)
            await check(one.session, one.truth)
          },
        )
      },
    )
  },
)

interface Captured {
  readonly session: Session
  readonly truth: Truth
}

/** The system does not let one program attach to another; what the agent says of it. */
interface Forbidden {
  readonly forbidden: string
}

/** Runs two at a time, and opens what they left. */
async function captureAll(
  python: Python,
  mode: string,
  names: readonly string[],
  captured: Map<string, Promise<Captured | Forbidden>>,
): Promise<void> {
  let last: Promise<unknown> = Promise.resolve()
  let beforeLast = last
  for (const name of names) {
    const capture = beforeLast.then(() => captureOne(python, mode, name))
    captured.set(name, capture)
    beforeLast = last
    last = capture.catch(() => null)
  }
}

async function captureOne(
  { program, version }: Python,
  mode: string,
  name: string,
): Promise<Captured | Forbidden> {
  const file = join(folder, `${version}-${mode}-${name}.heapsnapshot.gz`)
  const path = join(PROGRAMS, `${name}.py`)
  let truth: string
  try {
    truth = await (mode === 'attach'
      ? attachTo(program, path, file)
      : run(program, [path, mode, file], { env: ENV, timeout: 60_000 }).then(({ stdout }) => stdout))
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr)
    if (/does not let you trace|may not look into/.test(said)) return { forbidden: said.trim() }
    throw error
  }
  const session = await Session.read(sourceOf([new Uint8Array(readFileSync(file))], name), QUIET_HOST)
  rmSync(file)
  await session.complete(QUIET_HOST)
  await session.findRetainers(QUIET_HOST)
  return { session, truth: JSON.parse(truth) as Truth }
}

/** Captures a program from outside while it waits for its input. Returns the line it said before. */
async function attachTo(python: string, path: string, file: string): Promise<string> {
  const program = spawn(python, [path, 'wait'], { env: ENV, stdio: ['pipe', 'pipe', 'inherit'] })
  try {
    let truth = ''
    for await (const line of createInterface(program.stdout)) {
      truth = line
      break
    }
    const options = ['-m', 'heapscope', 'attach', String(program.pid), '--out', file]
    await run(python, options, { env: ENV, timeout: 60_000 })
    expect(program.exitCode).toBeNull()
    return truth
  } finally {
    program.kill('SIGKILL')
  }
}

async function check(session: Session, truth: Truth): Promise<void> {
  const objects = await session.instances(truth.class, { start: 0, end: 100_000 }, QUIET_HOST)
  if (truth.count !== undefined) expect(objects.total).toBe(truth.count)
  for (const name of truth.gone ?? []) expect(session.classByKey(name)).toBeNull()
  const path = pathWith(session, objects.rows, truth.path)
  expect(
    path,
    `a path along ${truth.path.join(' → ')}, not ${shown(session, objects.rows[0]!)}`,
  ).toBeDefined()
  if (truth.holder !== undefined) near(retainedBy(session, path!, truth.holder), truth.bytes!)
  for (const [holder, bytes] of truth.also ?? []) near(await globalRetains(session, holder), bytes)
  if (truth.empty !== undefined) expect(await globalLength(session, truth.empty)).toBe(0)
}

/** The path to the first of these objects whose path has all the labels in their order. */
function pathWith(
  session: Session,
  rows: readonly NodeRow[],
  labels: readonly (string | number)[],
): readonly PathStep[] | undefined {
  for (const row of rows) {
    const path = session.object(row.node).path!
    if (follows(path, labels)) return path
  }
  return undefined
}

function follows(path: readonly PathStep[], labels: readonly (string | number)[]): boolean {
  let next = 0
  for (const { node, edge } of path) {
    const wanted = labels[next]
    if (wanted === undefined) break
    if (isCalled(edge?.name, wanted) || node.name === wanted) next++
  }
  return next === labels.length
}

/** A number is the index of any item. */
function isCalled(name: string | number | undefined, wanted: string | number): boolean {
  if (typeof wanted === 'number') return typeof name === 'number'
  return typeof name === 'string' && (wanted.endsWith('-') ? name.startsWith(wanted) : name === wanted)
}

function retainedBy(session: Session, path: readonly PathStep[], holder: string): number {
  const step = path.find(({ edge, node }) => edge?.name === holder || node.name === holder)
  expect(step, `a step ${holder}`).toBeDefined()
  return session.object(step!.node.node).node.retainedSize!
}

async function globalRetains(session: Session, name: string): Promise<number> {
  return (await globalOf(session, name)).retainedSize!
}

async function globalLength(session: Session, name: string): Promise<number> {
  return (await globalOf(session, name)).python!.length
}

async function globalOf(session: Session, name: string): Promise<NodeRow> {
  const filter = 'class:=module name:=__main__'
  const { rows } = await session.objects({ start: 0, end: 1, filter }, QUIET_HOST)
  return refersTo(session, refersTo(session, rows[0]!, '__dict__'), name)
}

function refersTo(session: Session, { node }: NodeRow, name: string): NodeRow {
  const { rows } = session.references(node, { start: 0, end: 1000 })
  const found = rows.find(({ edgeName }) => edgeName === name)
  expect(found, `a reference ${name}`).toBeDefined()
  return found!.node
}

function near(bytes: number, truth: number): void {
  expect(bytes).toBeGreaterThan(truth * (1 - TOLERANCE))
  expect(bytes).toBeLessThan(truth * (1 + TOLERANCE))
}

function shown(session: Session, row: NodeRow): string {
  return (session.object(row.node).path ?? [])
    .map(({ edge, node }) => `${edge?.name ?? ''} (${node.className} ${node.name})`)
    .join(' → ')
}
