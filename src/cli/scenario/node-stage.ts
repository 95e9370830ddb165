import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { basename } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { addressOf, addressText, located } from '#capture/address.ts'
import { CaptureError } from '#capture/capture-error.ts'
import { Inspected } from '#capture/inspected.ts'
import { nodeProcess } from '#capture/node-process.ts'
import { nodeAmong, targetsAt } from '#capture/targets.ts'
import { beforeEnd } from '../before-end.ts'
import { UsageError } from '../input.ts'
import type { NodeScenario } from './load-scenario.ts'
import { reasonOf, type Stage } from './stage.ts'
import { ended, StartedProgram } from './started-program.ts'

/** How long a program may take until it answers. */
const PATIENCE_MS = 30_000
const EACH_MS = 50
const LISTENING = /Debugger listening on ws:\/\/([^/\s]+)\//

/** What the steps of a scenario of a Node process are given. */
interface NodeContext {
  /** Where the program answers; null where it was not told. */
  readonly url: string | null
  readonly pid: number
  /** As the global one, with addresses relative to `url`; the answer has come whole. */
  readonly fetch: (address: string | URL, init?: RequestInit) => Promise<Response>
}

/** Starts or finds the process of a scenario. @throws UsageError, TargetError, CaptureError */
export async function nodeStage(scenario: NodeScenario): Promise<Stage> {
  const run = await runningOf(scenario)
  const { inspected } = run
  try {
    const context: NodeContext = {
      url: run.url,
      pid: inspected.pid!,
      fetch: (address, init) => fetchWhole(address, run.url, init),
    }
    await scenario.setup(context)
    return {
      inspected,
      act: async () => void (await scenario.act(context)),
      back: async () => void (await scenario.back(context)),
      end: run.end,
    }
  } catch (error) {
    await run.end()
    throw new CaptureError(`The scenario's setup failed: ${reasonOf(error)}.`, { cause: error })
  }
}

interface Running {
  readonly inspected: Inspected
  readonly url: string | null
  readonly end: () => Promise<void>
}

async function runningOf({ process: target, url, folder }: NodeScenario): Promise<Running> {
  if (target.by === 'start') return started(target.command, folder, url)
  const { inspected, closes } =
    target.by === 'pid' ? await byNumber(target.pid) : await byAddress(target.where)
  const forget = beforeEnd(() => inspected.leave(closes))
  const end = async (): Promise<void> => {
    await inspected.leave(closes)
    forget()
  }
  return { inspected, url: url && (await url()), end }
}

interface Found {
  readonly inspected: Inspected
  /** Whether its inspector is closed in the end. */
  readonly closes: boolean
}

async function byNumber(pid: number): Promise<Found> {
  const { inspected, wasClosed } = await nodeProcess(pid)
  return { inspected, closes: wasClosed }
}

async function byAddress(where: string): Promise<Found> {
  const asked = addressOf(where)
  if (!asked) throw new UsageError(`inspect is ${where}, which is not HOST:PORT.`)
  const { address, isHere } = await located(asked)
  if (!isHere) throw new UsageError(`${addressText(asked)} is another machine; run the scenario there.`)
  return { inspected: await Inspected.connect(nodeAmong(await targetsAt(address), address)), closes: false }
}

async function started(
  [program, ...args]: readonly [string, ...string[]],
  folder: string,
  url: NodeScenario['url'],
): Promise<Running> {
  if (!/^node(?:\.exe)?$/.test(basename(program))) {
    throw new UsageError(
      `start runs ${program}, not node; start it yourself with node --inspect, and export inspect, its HOST:PORT.`,
    )
  }
  const port = await freePort()
  const child = spawn(program, ['--inspect=127.0.0.1:0', ...args], {
    cwd: folder,
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const forget = beforeEnd(() => void child.kill())
  let inspected: Inspected | null = null
  const end = async (): Promise<void> => {
    await inspected?.leave(false)
    await ended(child)
    forget()
  }
  try {
    const says = new StartedProgram(child, 'The program')
    const address = addressOf(await says.match(LISTENING, 'say where its inspector listens'))!
    const answersAt = url ? await url() : `http://127.0.0.1:${port}/`
    await answers(answersAt, says)
    inspected = await Inspected.connect(nodeAmong(await targetsAt(address), address))
    return { inspected, url: answersAt, end }
  } catch (error) {
    await end()
    throw error
  }
}

/** Waits until something answers, whatever it says. */
async function answers(url: string, program: StartedProgram): Promise<void> {
  for (const late = performance.now() + PATIENCE_MS; performance.now() < late;) {
    const answer = fetchWhole(url, null).then(
      () => true,
      () => false,
    )
    if (await program.unlessDead(answer)) return
    await program.unlessDead(wait(EACH_MS))
  }
  throw new CaptureError(
    `The program does not answer at ${url} within ${PATIENCE_MS / 1000} s; it must listen at $PORT, or the scenario export its url.`,
  )
}

/** Has the whole answer, so that its connection is free when the step goes on. */
async function fetchWhole(address: string | URL, base: string | null, init?: RequestInit): Promise<Response> {
  const answer = await fetch(new URL(address, base ?? undefined), init)
  const body = await answer.arrayBuffer()
  const { status, statusText, headers } = answer
  return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
