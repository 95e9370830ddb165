import { constants, type Stats } from 'node:fs'
import { lstat, open, readFile } from 'node:fs/promises'
import process from 'node:process'

/** The oldest minor version of CPython 3 that the agent captures. */
const OLDEST = 8
/** What every CPython maps: its library, itself, or its extension modules. */
const MAPPED = [
  /libpython3\.(\d+)/,
  /\/python3\.(\d+)[^/\n]*$/m,
  /\/python3\.(\d+)\/lib-dynload\//,
  /\.cpython-3(\d+)t?-\S+\.so$/m,
]

/** Whether a process on Linux runs a CPython that the agent can capture. */
export async function isPython(pid: number): Promise<boolean> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8').catch(() => '')
  const minor = MAPPED.map((pattern) => pattern.exec(maps)?.[1]).find((found) => found !== undefined)
  return minor !== undefined && Number(minor) >= OLDEST
}

/** What has to be done before the agent can attach to a process, in one sentence; null where it can as things are. */
export async function neededToAttach(pid: number): Promise<string | null> {
  if ((await mayTrace(pid)) || (await takesSignal(pid))) return null
  return 'The system does not let it be traced: start this server as root, or set kernel.yama.ptrace_scope to 0, or call heapscope.install(signal="USR2") in the program.'
}

/** Who may write the memory of a process may trace it. */
async function mayTrace(pid: number): Promise<boolean> {
  try {
    await (await open(`/proc/${pid}/mem`, 'r+')).close()
    return true
  } catch {
    return false
  }
}

/** Whether the program has the agent wait for a signal, which its notice says. */
async function takesSignal(pid: number): Promise<boolean> {
  const path = `/tmp/heapscope-${pid}.json`
  try {
    if (!isOurs(await lstat(path))) return false
    const [text, line] = await Promise.all([
      readFile(path, { encoding: 'utf8', flag: constants.O_RDONLY | constants.O_NOFOLLOW }),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ])
    const notice: unknown = JSON.parse(text)
    // The 22nd of all fields; the second, a name in parentheses, may hold anything.
    const start = line.slice(line.lastIndexOf(')') + 2).split(' ')[19]
    return (
      notice !== null && typeof notice === 'object' && 'start' in notice && notice.start === Number(start)
    )
  } catch {
    return false
  }
}

/** A file that nobody else can have written. */
function isOurs(stats: Stats): boolean {
  return stats.isFile() && stats.uid === process.getuid?.() && (stats.mode & 0o022) === 0
}
