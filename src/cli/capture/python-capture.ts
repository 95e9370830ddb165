import { basename } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { capturePython } from '#capture/python-process.ts'
import { beforeEnd } from '../before-end.ts'
import { UsageError } from '../input.ts'
import type { Io } from '../io.ts'
import { nodeHost } from '../task-host.ts'
import { type OutputOptions, planOf } from './outputs.ts'
import { receive } from './receive.ts'
import { costText, printCapture } from './report.ts'

export interface PythonOptions extends OutputOptions {
  readonly traces?: boolean
  readonly redact?: boolean
  readonly python?: string
}

const ENDING = '.heapsnapshot.gz'

/**
 * Has the agent take captures of a CPython process, and prints what is in them.
 * @throws UsageError, CaptureError, InputError
 */
export async function captureOfPython(pid: number, options: PythonOptions, io: Io): Promise<void> {
  const { output } = options
  if (output !== undefined && !/\.heapsnapshot(?:\.gz)?$/.test(output)) {
    throw new UsageError(`${output}: the name of a capture of Python ends in .heapsnapshot or ${ENDING}.`)
  }
  const { outputs, every } = await planOf(options)
  const begin = performance.now()
  for (const [i, file] of outputs.entries()) {
    if (i > 0) await wait(Math.max(0, begin + i * every - performance.now()))
    await takeOne(pid, file, options, io)
  }
}

async function takeOne(pid: number, file: string | null, options: PythonOptions, io: Io): Promise<void> {
  const { traces = false, redact = false, python = null } = options
  const name = file === null ? `python-${pid}${ENDING}` : basename(file)
  let forget = (): void => {}
  const sent = capturePython({ pid, path: file, python, traces, redact }, (stop) => {
    forget = beforeEnd(stop)
  })
  // The agent keeps the file, where its process can write it.
  const { bytes, opening } = await receive(sent, name, null, io).finally(() => forget())
  const session = await opening
  await session.findRetainers(nodeHost())
  const known = await session.ask('processMemory', [], nodeHost())
  const seconds = known?.process.pause ?? null
  const cost = {
    target: `process ${pid}`,
    pid,
    file,
    bytes,
    pause: seconds === null ? null : seconds * 1000,
    before: null,
    after: null,
  }
  io.stderr.write(`${costText(cost)}\n`)
  await printCapture(session, cost, options, io)
}
