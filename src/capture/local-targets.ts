import process from 'node:process'
import type { LocalTarget } from '#protocol/local-capture.ts'
import { Inspected } from './inspected.ts'
import { nodeProcess } from './node-process.ts'
import { ownProcesses, type OwnProcess } from './own-processes.ts'
import { handles, isApart, isNode, programOf, wasInspected } from './processes.ts'
import { targetsAt } from './targets.ts'

/** Where Chromium listens when it is told to, as a rule. */
const BROWSER = { host: '127.0.0.1', port: 9222 }

/** A target that is spoken to. */
export interface OpenTarget {
  readonly inspected: Inspected
  /** Whether its inspector is closed in the end, since it was before. */
  readonly closes: boolean
}

/** What can be captured on this machine, with the way to it. */
export interface Reachable {
  readonly target: LocalTarget
  /** @throws CaptureError where it is gone, or does not open */
  readonly open: () => Promise<OpenTarget>
}

/**
 * The pages of a browser that listens at the usual port, and the Node processes of this user, the largest first, without us
 * and those that started us. On Windows no process can be made to open its inspector.
 */
export async function localTargets(): Promise<readonly Reachable[]> {
  const [processes, pages] = await Promise.all([nodeTargets(), pageTargets()])
  return [...pages, ...processes.toSorted((a, b) => sizeOf(b) - sizeOf(a))]
}

function sizeOf({ target }: Reachable): number {
  return target.resident ?? 0
}

async function nodeTargets(): Promise<Reachable[]> {
  const all = await ownProcesses()
  const ours = lineage(all)
  const open = await Promise.all(all.map(async (one) => !ours.has(one.pid) && (await opens(one.pid))))
  return all
    .filter((_, i) => open[i])
    .map(({ pid, command, resident }) => ({
      target: { id: `node-${pid}`, kind: 'node', name: command, pid, resident },
      open: async () => {
        const { inspected, wasClosed } = await nodeProcess(pid)
        return { inspected, closes: wasClosed }
      },
    }))
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
      },
      open: async () => ({ inspected: await Inspected.connect(page), closes: false }),
    }))
}
