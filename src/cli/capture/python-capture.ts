import { basename } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { capturePython } from '#capture/python-process.ts'
import { beforeEnd } from '../before-end.ts'
import { fileSource, sizeOf } from '../file-source.ts'
import { UsageError } from '../input.ts'
import type { Io } from '../io.ts'
import { openSource } from '../open-session.ts'
import { nodeHost } from '../task-host.ts'
import { type OutputOptions, planOf } from './outputs.ts'
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
  const path = file ?? `${await io.scratch.fill(async () => {})}${ENDING}`
  const { traces = false, redact = false, python = null } = options
  let forget = (): void => {}
  try {
    await capturePython({ pid, path, python, traces, redact }, (stop) => {
      forget = beforeEnd(stop)
    })
  } finally {
    forget()
  }
  const name = file === null ? `python-${pid}${ENDING}` : basename(file)
  const bytes = await sizeOf(path)
  const session = await openSource({ ...fileSource(path, bytes), name }, name, io)
  await session.findRetainers(nodeHost())
  const known = await session.ask('processMemory', [], nodeHost())
  const seconds = known?.process.pause ?? null
  const cost = {
    target: `process ${pid}`,
    pid,
    file,
    bytes: bytes ?? 0,
    pause: seconds === null ? null : seconds * 1000,
    before: null,
    after: null,
  }
  io.stderr.write(`${costText(cost)}\n`)
  await printCapture(session, cost, options, io)
}
