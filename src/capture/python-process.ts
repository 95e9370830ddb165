import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { CaptureError } from './capture-error.ts'
import { capital } from './inspected.ts'
import { programOf } from './processes.ts'

/** The agent in one file: beside the built page, and where it is built from. */
const AGENT_PLACES = ['../app/heapscope.py', '../../public/heapscope.py']

export interface PythonWishes {
  readonly pid: number
  /** The file that is there when the capture is whole, `….heapsnapshot` or `….heapsnapshot.gz`; null for none. */
  readonly path: string | null
  /** The Python that attaches; null takes that of the process where it is one of this machine, else `python3`. */
  readonly python: string | null
  readonly traces: boolean
  readonly redact: boolean
}

/**
 * The capture that the agent makes of a Python process, while a fork of that puts it together; whoever stops taking it
 * stops the agent.
 * @param onStart gets what takes the agent back: it lets go of the process and leaves no file; no more is sent then
 * @throws CaptureError with what the agent says
 */
export async function* capturePython(
  wishes: PythonWishes,
  onStart: (stop: () => Promise<void>) => void,
): AsyncGenerator<Uint8Array> {
  const { pid, path, traces, redact } = wishes
  const python = wishes.python ?? (await pythonOf(pid))
  const more = [...(traces ? ['--traces'] : []), ...(redact ? ['--redact'] : [])]
  const child = spawn(python, [agent(), 'attach', String(pid), '--tee', '--out', path ?? '-', ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close') as Promise<[number | null]>
  // It may not even start, which is told in the end.
  closed.catch(() => undefined)
  let isStopped = false
  onStart(async () => {
    isStopped = true
    child.kill('SIGINT')
    await closed
  })
  const said = text(child.stderr)
  let isTaken = false
  try {
    yield* child.stdout as AsyncIterable<Uint8Array>
    isTaken = true
  } finally {
    if (!isTaken) child.kill('SIGINT')
  }
  const [code] = await closed.catch((error: unknown) => {
    throw new CaptureError(`${python} does not start; name a Python with --python.`, { cause: error })
  })
  if (isStopped) await new Promise<never>(() => {})
  if (code !== 0) throw new CaptureError(reason(await said))
}

function agent(): string {
  const found = AGENT_PLACES.map((place) => join(import.meta.dirname, place)).find((path) => existsSync(path))
  if (found) return found
  throw new CaptureError('The capture agent for Python has not been built yet; run `npm run build` first.')
}

/** The last line of what the agent says, as a sentence. */
function reason(said: string): string {
  const last = said
    .trim()
    .split('\n')
    .at(-1)
    ?.replace(/^heapscope: /, '')
  return last ? capital(last) : 'The capture agent ended without a word.'
}

/** CPython 3.14 attaches to its like without any right; a process of a container has its own files. */
async function pythonOf(pid: number): Promise<string> {
  const program = await programOf(pid)
  if (process.platform !== 'linux' || !program || !/^python[\d.]*$/.test(basename(program))) return 'python3'
  const [theirs, ours] = await Promise.all(
    [pid, 'self'].map((whose) => readlink(`/proc/${whose}/ns/mnt`).catch(() => null)),
  )
  return theirs === ours && existsSync(program) ? program : 'python3'
}
