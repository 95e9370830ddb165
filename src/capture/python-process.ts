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
  /** Where the capture goes; its name ends in `.heapsnapshot` or `.heapsnapshot.gz`. */
  readonly path: string
  /** The Python that attaches; null takes that of the process where it is one of this machine, else `python3`. */
  readonly python: string | null
  readonly traces: boolean
  readonly redact: boolean
}

/**
 * Has the agent capture a Python process into a file, which appears when it is whole.
 * @param onStart gets what takes the agent back: it lets go of the process and leaves no file
 * @throws CaptureError with what the agent says
 */
export async function capturePython(
  wishes: PythonWishes,
  onStart: (stop: () => Promise<void>) => void,
): Promise<void> {
  const { pid, path, traces, redact } = wishes
  const python = wishes.python ?? (await pythonOf(pid))
  const more = [...(traces ? ['--traces'] : []), ...(redact ? ['--redact'] : [])]
  const child = spawn(python, [agent(), 'attach', String(pid), '--out', path, ...more], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const closed = once(child, 'close') as Promise<[number | null]>
  onStart(async () => {
    child.kill('SIGINT')
    await closed
  })
  const said = text(child.stderr)
  const [code] = await closed.catch((error: unknown) => {
    throw new CaptureError(`${python} does not start; name a Python with --python.`, { cause: error })
  })
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
