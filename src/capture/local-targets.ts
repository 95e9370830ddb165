import process from 'node:process'
import type { LocalTarget } from '#protocol/local-capture.ts'
import { Inspected } from './inspected.ts'
import { nodeProcess } from './node-process.ts'
import { ownProcesses, type OwnProcess } from './own-processes.ts'
import { handles, isApart, isNode, programOf, wasInspected } from './processes.ts'
import { capturePython } from './python-process.ts'
import { isPython, neededToAttach } from './python-targets.ts'
import { snapshot } from './recordings.ts'
import { targetsAt } from './targets.ts'

/** Where Chromium listens when it is told to, as a rule. */
const BROWSER = { host: '127.0.0.1', port: 9222 }

/** What can be captured on this machine, with the way to it. */
export interface Reachable {
  readonly target: LocalTarget
  /**
   * A capture of it, while it is made; whoever stops taking it lets go of the target.
   * @param signal gives it up before the first bytes come
   * @throws CaptureError where it is gone, or does not open
   */
  readonly take: (signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>
}

/**
 * The pages of a browser that listens at the usual port, and the Node and CPython processes of this user, the largest first,
 * without us, those that started us, and our agents. On Windows no process can be made to open its inspector, and
 * the agent attaches on Linux only.
 */
export async function localTargets(): Promise<readonly Reachable[]> {
  const [processes, pages] = await Promise.all([processTargets(), pageTargets()])
  return [...pages, ...processes.toSorted((a, b) => sizeOf(b) - sizeOf(a))]
}

function sizeOf({ target }: Reachable): number {
  return target.resident ?? 0
}

async function processTargets(): Promise<Reachable[]> {
  const all = await ownProcesses()
  const ours = lineage(all)
  const others = all.filter((one) => !ours.has(one.pid) && !isAgent(one))
  const found = await Promise.all(others.map(async (one) => (await asNode(one)) ?? asPython(one)))
  return found.filter((reachable) => reachable !== null)
}

/** Whether it is one that captures for us now, or sees to the end of that. */
function isAgent({ parent, command }: OwnProcess): boolean {
  return parent === process.pid && /heapscope\.py attach |inspector-closer\.js /.test(command)
}

/** Null where it is no Node whose inspector is open or can be opened. */
async function asNode({ pid, command, resident }: OwnProcess): Promise<Reachable | null> {
  if (!(await opens(pid))) return null
  return {
    target: { id: `node-${pid}`, kind: 'node', name: command, pid, resident, needs: null },
    take: async () => {
      const { inspected, wasClosed } = await nodeProcess(pid)
      return sent(inspected, wasClosed)
    },
  }
}

/** Null where it is no CPython of this machine. */
async function asPython({ pid, command, resident }: OwnProcess): Promise<Reachable | null> {
  if (process.platform !== 'linux' || !(await isPython(pid)) || (await isApart(pid))) return null
  const needs = await neededToAttach(pid)
  return {
    target: { id: `python-${pid}`, kind: 'python', name: command, pid, resident, needs },
    take: (signal) => begun(pid, signal),
  }
}

/** The agent's capture, from its first bytes on: what the agent refuses is known before. */
async function begun(pid: number, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const wishes = { pid, path: null, python: null, traces: false, redact: false }
  const bytes = capturePython(wishes, (stop) => signal.addEventListener('abort', () => void stop()))
  const first = await bytes.next()
  return (async function* all() {
    if (!first.done) yield first.value
    yield* bytes
  })()
}

/** Lets go of the target when all has come, and when nobody waits for it any more. */
async function* sent(inspected: Inspected, closes: boolean): AsyncGenerator<Uint8Array> {
  try {
    yield* snapshot(inspected, () => {}).bytes
  } finally {
    await inspected.leave(closes)
  }
}

/** This process and those it came from, as `npm` and a shell. */
function lineage(all: readonly OwnProcess[]): ReadonlySet<number> {
  const parentOf = new Map(all.map(({ pid, parent }) => [pid, parent]))
  const found = new Set<number>()
  for (let pid: number | undefined = process.pid; pid !== undefined && !found.has(pid);) {
    found.add(pid)
    pid = parentOf.get(pid)
  }
  return found
}

/** Whether it is a Node whose inspector is open or can be opened. */
async function opens(pid: number): Promise<boolean> {
  if (isNode(await programOf(pid)) !== true || (await isApart(pid))) return false
  return (await handles(pid, 'SIGUSR1')) !== false || (await wasInspected(pid))
}

async function pageTargets(): Promise<Reachable[]> {
  const targets = await targetsAt(BROWSER).catch(() => [])
  return targets
    .filter(({ type, url }) => type === 'page' && !url.startsWith('devtools:'))
    .map((page) => ({
      target: {
        id: `page-${page.socket.slice(page.socket.lastIndexOf('/') + 1)}`,
        kind: 'page',
        name: page.url,
        pid: null,
        resident: null,
        needs: null,
      },
      take: async () => sent(await Inspected.connect(page), false),
    }))
}
