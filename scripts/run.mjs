import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/** The project's folder. (Written so that even a Node that is too old gets far enough to be told.) */
export const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Runs a program in the project's folder, its output beside ours and nothing on its stdin.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [environment] added to ours
 * @returns {Promise<number>} its exit code; 1 where it could not be started or a signal ended it
 */
export function run(command, args, environment = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', () => done(1))
    child.once('exit', (code) => done(code ?? 1))
  })
}

/**
 * Runs a program as `run` does, beside others: what it says is written in one piece when it has ended.
 * @returns {Promise<{ code: number, said: string }>} with what it said on its stderr
 */
export function runHeard(command, args, environment = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    let written = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (written += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (said += text))
    const end = (code) => {
      process.stdout.write(written)
      process.stderr.write(said)
      done({ code, said })
    }
    child.once('error', () => end(1))
    child.once('close', (code) => end(code ?? 1))
  })
}

/**
 * Runs an installed package's own program with this Node: works where there are no executable links, too.
 * @param {string} name of the package
 * @param {readonly string[]} args
 * @param {Record<string, string>} [environment]
 */
export function runPackage(name, args, environment) {
  return run(process.execPath, [programOf(name), ...args], environment)
}

/** @param {string} name of a package with one program, or one named like the package or its last part */
function programOf(name) {
  const folder = join(root, 'node_modules', name)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (typeof bin === 'string') return join(folder, bin)
  const last = name.split('/').at(-1)
  return join(folder, bin[last] ?? Object.values(bin)[0])
}

/** Runs npm as the user runs it. */
export function npm(...args) {
  const script = process.env.npm_execpath
  return script ? run(process.execPath, [script, ...args]) : run('npm', args)
}

/**
 * Ends this process with one sentence for people.
 * @param {string} sentence
 * @param {number} [code]
 * @returns {never}
 */
export function stop(sentence, code = 1) {
  process.stderr.write(`${sentence}\n`)
  process.exit(code)
}
