import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import process from 'node:process'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Where the bench keeps what it makes for Python. */
export const WORK = here('../.work/python')

/**
 * Python with the other tools in an environment of its own, made once for each version of `requirements.txt`, and a copy
 * of the agent beside it with the accelerator built.
 * @returns `program`, the path of Python there; `agent`, the folder for `PYTHONPATH`; `version`
 */
export function preparePython(note) {
  const requirements = here('requirements.txt')
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)
  const folder = join(WORK, `environment-${hash}`)
  const program = join(folder, 'bin/python')
  if (!existsSync(join(folder, 'complete'))) {
    note('making an environment for Python')
    rmSync(folder, { recursive: true, force: true })
    run('python3', ['-m', 'venv', folder])
    run(program, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements])
    writeFileSync(join(folder, 'complete'), '')
  }
  const agent = join(WORK, 'agent')
  rmSync(agent, { recursive: true, force: true })
  cpSync(here('../../agent'), agent, { recursive: true, filter: (path) => !/\.so$|__pycache__/.test(path) })
  run(program, ['setup.py', '--quiet', 'build_ext', '--inplace'], agent)
  const version = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim()
  return { program, agent, version }
}

/** What the command prints goes to stderr: stdout is the report's. */
function run(program, args, cwd = process.cwd()) {
  execFileSync(program, args, { cwd, stdio: ['ignore', 2, 2] })
}
