import { execFile } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import process from 'node:process'
import { promisify } from 'node:util'

/** A process of this user. */
export interface OwnProcess {
  readonly pid: number
  readonly parent: number
  /** Its command line, words parted by spaces. */
  readonly command: string
  /** Bytes of memory that the system counts for it; null where it does not tell. */
  readonly resident: number | null
}

/** The processes of this user, ascending; none where the system lists none. */
export async function ownProcesses(): Promise<readonly OwnProcess[]> {
  const found = process.platform === 'linux' ? await fromProc() : await fromPs()
  return found.toSorted((a, b) => a.pid - b.pid)
}

async function fromProc(): Promise<OwnProcess[]> {
  const names = await readdir('/proc').catch(() => [])
  const read = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map((name) => oneOfProc(name)))
  return read.filter((one) => one !== null)
}

/** Null where it is somebody else's, or ended meanwhile. */
async function oneOfProc(name: string): Promise<OwnProcess | null> {
  try {
    const folder = `/proc/${name}`
    if ((await stat(folder)).uid !== process.getuid?.()) return null
    const [line, status] = await Promise.all([
      readFile(`${folder}/cmdline`, 'utf8'),
      readFile(`${folder}/status`, 'utf8'),
    ])
    const number = (field: string): number | null => {
      const text = new RegExp(`^${field}:\\s*(\\d+)`, 'm').exec(status)?.[1]
      return text === undefined ? null : Number(text)
    }
    const kilobytes = number('VmRSS')
    return {
      pid: Number(name),
      parent: number('PPid') ?? 0,
      command: line.split('\0').join(' ').trim(),
      resident: kilobytes === null ? null : kilobytes * 1024,
    }
  } catch {
    return null
  }
}

async function fromPs(): Promise<OwnProcess[]> {
  if (process.platform === 'win32') return []
  const fields = ['pid=', 'ppid=', 'uid=', 'rss=', 'command='].flatMap((field) => ['-o', field])
  const { stdout } = await promisify(execFile)('ps', ['-A', ...fields]).catch(() => ({ stdout: '' }))
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, user, kilobytes, command] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    if (Number(user) !== process.getuid?.()) return []
    return [
      { pid: Number(pid), parent: Number(parent), command: command!, resident: Number(kilobytes) * 1024 },
    ]
  })
}
