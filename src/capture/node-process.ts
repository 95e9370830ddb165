import { basename } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { type Address, addressText } from './address.ts'
import { CaptureError } from './capture-error.ts'
import { guardInspector } from './inspector-guard.ts'
import { Inspected } from './inspected.ts'
import { checkProcess, handles, isApart, isNode, listeningAt, programOf, wasInspected } from './processes.ts'
import { nodeAmong, targetsAt } from './targets.ts'

/** Where Node opens its inspector unless it was started with another port. */
const USUAL: Address = { host: '127.0.0.1', port: 9229 }
/** It opens in a few milliseconds, unless the program is in foreign code. */
const PATIENCE_MS = 5000
const EACH_MS = 25
/** Why the inspector of a living Node process stays closed. */
const CLOSED = `did not open its inspector within ${PATIENCE_MS / 1000} s; its port (${USUAL.port}, unless it was started with another) may be taken: start it with node --inspect=0, and give the HOST:PORT it prints.`

/** A Node process that is spoken to, and whether its inspector was closed before. */
export interface OpenedProcess {
  readonly inspected: Inspected
  readonly address: Address
  readonly wasClosed: boolean
}

/**
 * Speaks to a Node process by its number; where its inspector is closed, SIGUSR1 opens it.
 * @throws CaptureError where there is no such process, it is not Node, or it does not open
 */
export async function nodeProcess(pid: number): Promise<OpenedProcess> {
  checkProcess(pid)
  const program = await programOf(pid)
  if (isNode(program) === false) {
    throw new CaptureError(
      `Process ${pid} is ${basename(program!)}, not Node; a program with Node inside is named by the HOST:PORT of its inspector.`,
    )
  }
  if (await isApart(pid)) {
    throw new CaptureError(
      `Process ${pid} runs in a container, where its inspector cannot be reached from here; run heapscope in there, or publish the port of node --inspect and give HOST:PORT.`,
    )
  }
  const before = await listeningAt(pid)
  const open = await firstOf(pid, await likely(pid, before))
  if (open) return { ...open, wasClosed: false }
  await checkSignal(pid)
  const release = guardInspector(pid, before)
  process.kill(pid, 'SIGUSR1')
  const opened = await openedInspector(pid, before && before.map(addressText)).catch((error: unknown) => {
    release()
    throw error
  })
  if (opened) {
    opened.inspected.afterwards(release)
    return { ...opened, wasClosed: true }
  }
  release()
  // It may have been open all the time, where the program itself opened it.
  const others = await firstOf(pid, before ?? [])
  if (others) return { ...others, wasClosed: false }
  checkProcess(pid)
  throw new CaptureError(`Process ${pid} ${CLOSED}`)
}

/** Where an inspector may be open already; it opens before the program's own servers do, which are not to be asked. */
async function likely(pid: number, listening: readonly Address[] | null): Promise<readonly Address[]> {
  if (listening === null) return [USUAL]
  return (await wasInspected(pid)) ? listening : listening.filter(({ port }) => port === USUAL.port)
}

/** @throws CaptureError where SIGUSR1 does not open the inspector */
async function checkSignal(pid: number): Promise<void> {
  if (process.platform === 'win32') {
    throw new CaptureError(
      `Windows has no signal that opens the inspector of process ${pid}; start it with node --inspect, and give HOST:PORT.`,
    )
  }
  if ((await handles(pid, 'SIGUSR1')) === false) {
    throw new CaptureError(
      `Process ${pid} does not open its inspector on SIGUSR1, which would end it; start it with node --inspect, and give HOST:PORT.`,
    )
  }
}

/**
 * The inspector among what a process listens at now and did not before.
 * @param before null where that is not known
 * @throws CaptureError where it does not answer
 */
export async function openedInspector(pid: number, before: readonly string[] | null): Promise<Open | null> {
  const known = new Set(before)
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await wait(EACH_MS)) {
    const now = (await listeningAt(pid)) ?? [USUAL]
    const found = await firstOf(
      pid,
      now.filter((address) => !known.has(addressText(address))),
    )
    if (found) return found
  }
  return null
}

interface Open {
  readonly inspected: Inspected
  readonly address: Address
}

/** The first address where an inspector of just this process answers: another one's may be at the usual port. */
async function firstOf(pid: number, addresses: readonly Address[]): Promise<Open | null> {
  for (const address of addresses) {
    const target = await targetsAt(address)
      .then((targets) => nodeAmong(targets, address))
      .catch(() => null)
    if (!target) continue
    const inspected = await Inspected.connect(target)
    if (inspected.pid === pid) return { inspected, address }
    await inspected.leave(false)
  }
  return null
}
