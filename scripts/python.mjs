// What tests need of Python. `node scripts/python.mjs` makes it and prints the path of its program.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { root, stop } from './run.mjs'

const OLDEST = [3, 8]
const REQUIREMENTS = 'agent/tests/requirements.txt'
const TOO_LONG_MS = 300_000

/**
 * The system's Python in an environment of its own with the packages of `agent/tests/requirements.txt`, made once for
 * each Python and each version of that file.
 * @returns {Promise<{ environment: string | null, program: string | null, lacks: string | null }>} `environment` is the
 *   Python with these packages, `program` that or the system's own without them, and `lacks` says in one sentence why
 *   one of the two is not to be had
 */
export async function ensurePython() {
  const system = await findSystems()
  if (typeof system === 'string') return { program: null, environment: null, lacks: system }
  const requirements = readFileSync(join(root, REQUIREMENTS))
  const hash = createHash('sha256').update(requirements).update(system.program).digest('hex').slice(0, 12)
  const folder = join(root, 'node_modules/.cache', `python-${system.version}-${hash}`)
  const program = join(
    folder,
    ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
  )
  const complete = join(folder, 'complete')
  if (existsSync(complete) && (await ask(program, ['--version'])).ok) {
    return { program, environment: program, lacks: null }
  }
  rmSync(folder, { recursive: true, force: true })
  const refusal = await makeEnvironment(system.program, folder, program)
  if (refusal) {
    rmSync(folder, { recursive: true, force: true })
    return { program: system.program, environment: null, lacks: refusal }
  }
  writeFileSync(complete, '')
  return { program, environment: program, lacks: null }
}

/** @returns the first Python that is new enough, or one sentence */
async function findSystems() {
  const told = 'import json, sys; print(json.dumps([sys.executable, sys.version_info[:3]]))'
  let tooOld
  for (const name of ['python3', 'python']) {
    const { ok, out } = await ask(name, ['-c', told])
    if (!ok) continue
    const [program, [major, minor, patch]] = JSON.parse(out)
    const version = `${major}.${minor}.${patch}`
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return { program, version }
    tooOld ??= version
  }
  const found = tooOld ? `there is only Python ${tooOld}` : 'there is no python3'
  return `${found} here; install Python ${OLDEST.join('.')} or newer.`
}

/**
 * Without `ensurepip`, which Debian keeps in a package of its own and which takes seconds, as long as the system has pip.
 * @returns nothing, or one sentence that says what is missing
 */
async function makeEnvironment(system, folder, program) {
  const made = await ask(system, ['-m', 'venv', '--without-pip', folder])
  if (!made.ok) return `no virtual environment can be made with ${system} (${made.why}).`
  const install = ['install', '--quiet', '--disable-pip-version-check', '--only-binary=:all:']
  const from = ['--requirement', join(root, REQUIREMENTS)]
  let installed
  if ((await ask(system, ['-m', 'pip', '--version'])).ok) {
    const { out } = await ask(program, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'])
    installed = await ask(system, ['-m', 'pip', ...install, '--target', out.trim(), ...from])
  } else if ((await ask(program, ['-m', 'ensurepip'])).ok) {
    installed = await ask(program, ['-m', 'pip', ...install, ...from])
  } else {
    return `${system} has neither pip nor ensurepip; install one (on Debian: python3-pip).`
  }
  if (!installed.ok) return `pip could not install ${REQUIREMENTS} (${installed.why}).`
}

/** Runs a program without showing what it says. `why` is the last that it said, in one line. */
function ask(program, args) {
  return new Promise((done) => {
    // What the user set for Python would show through.
    const { PYTHONPATH: _, PYTHONHOME: __, ...env } = process.env
    const options = { cwd: root, env, timeout: TOO_LONG_MS, encoding: 'utf8' }
    execFile(program, args, options, (error, out, err) => {
      const why = err.trim().split('\n').at(-1) || (error?.killed ? 'it took too long' : error?.message)
      done({ ok: error === null, out, why })
    })
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { environment, lacks } = await ensurePython()
  if (environment === null) stop(`The tests' Python is not to be had: ${lacks}`)
  process.stdout.write(`${environment}\n`)
}
