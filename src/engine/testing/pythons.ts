import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

/** An interpreter on this machine. */
export interface Python {
  readonly program: string
  /** Such as `3.11.7`. */
  readonly version: string
  /** Whether it has NumPy and pandas. */
  readonly hasArrays: boolean
}

const MINORS = [8, 9, 10, 11, 12, 13, 14]
const TELL =
  'import importlib.util as u, json, sys; print(json.dumps([sys.executable, sys.version.split()[0], all(map(u.find_spec, ("numpy", "pandas")))]))'

/**
 * Every CPython from 3.8 on that there is, one of each minor version, oldest first: on the path and where pyenv keeps
 * them. Where tests are given one (`HEAPSCOPE_TEST_PYTHON`), it stands for its version.
 */
export function findPythons(): Python[] {
  const given = process.env['HEAPSCOPE_TEST_PYTHON']
  const found = new Map<string, Python>()
  for (const program of [...(given ? [given] : []), ...onPath(), ...inPyenv()]) {
    const python = existsSync(program) ? ask(program) : null
    const minor = python?.version.split('.', 2).join('.')
    if (python && minor && !found.has(minor)) found.set(minor, python)
  }
  return [...found.values()].sort((a, b) => minorOf(a) - minorOf(b))
}

/** The second number of its version. */
export function minorOf({ version }: Python): number {
  return Number(version.split('.')[1])
}

function onPath(): string[] {
  const names = ['python3', ...MINORS.map((minor) => `python3.${minor}`)]
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

function inPyenv(): string[] {
  const versions = join(homedir(), '.pyenv', 'versions')
  const names = existsSync(versions) ? readdirSync(versions) : []
  return names.map((name) => join(versions, name, 'bin', 'python3'))
}

function ask(program: string): Python | null {
  try {
    const out = execFileSync(program, ['-c', TELL], { encoding: 'utf8', stdio: 'pipe', timeout: 20_000 })
    const [executable, version, hasArrays] = JSON.parse(out) as [string, string, boolean]
    const [major, minor] = version.split('.').map(Number)
    return major === 3 && MINORS.includes(minor!) ? { program: executable, version, hasArrays } : null
  } catch {
    // Not one that works: a shim for a version that is not there, or another program of that name.
    return null
  }
}
