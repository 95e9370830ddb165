// Packs what is built as it would be published, and runs it as somebody would who has nothing else: `npx`, from the tarball
// alone, offline.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { restoreSamples, shrinkSamples } from './package-samples.mjs'
import { root } from './run.mjs'

const MOST_BYTES = 5_000_000
/** What a package must have, and the only folders and files that anything in it may be of. */
const NEEDED = ['dist/cli/main.js', 'dist/server/main.js', 'dist/app/index.html', 'README.md', 'LICENSE']
const ALLOWED = /^(?:dist\/(?:app|cli|server|shared)\/|(?:README\.md|LICENSE|CHANGELOG\.md|package\.json)$)/
const SAMPLE = 'dist/app/samples/node-24.9.0-target.heapscope'

/**
 * @returns {Promise<{ code: number | null, lacks: string }>} 0 where all is well; null where npm's cache does not have what
 * the package depends on, and what it lacks
 */
export async function tryPackage() {
  const folder = mkdtempSync(join(tmpdir(), 'heapscope-package-'))
  try {
    const packed = await pack(folder)
    const problem = problemOf(packed)
    if (problem !== null) return failed(problem)
    process.stdout.write(`${packed.filename}: ${packed.size} bytes, ${packed.entryCount} files\n`)
    return tryRun(folder, join(folder, packed.filename))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function pack(folder) {
  try {
    await shrinkSamples()
    const { status, stdout, stderr } = npm(
      ['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
      root,
    )
    if (status !== 0) throw new Error(`npm pack ended with ${status}: ${stderr}`)
    return JSON.parse(stdout)[0]
  } finally {
    restoreSamples()
  }
}

function problemOf({ size, files }) {
  const paths = files.map(({ path }) => path)
  const missing = NEEDED.filter((path) => !paths.includes(path))
  if (missing.length > 0) return `The package has no ${missing.join(', ')}.`
  const strange = paths.filter((path) => !ALLOWED.test(path) || /\.test\./.test(path))
  if (strange.length > 0) return `The package has ${strange.join(', ')}, which nobody needs.`
  return size < MOST_BYTES ? null : `The package has ${size} bytes; ${MOST_BYTES} are too many.`
}

/** Once to see that it starts, once that it reads a capture: a sample that comes with it. */
function tryRun(folder, tarball) {
  // Outside of any project, so that no `node_modules` above has what the package should bring.
  lockTo(folder, tarball)
  const installed = npm(['ci', '--offline', '--no-audit', '--no-fund'], folder)
  if (installed.status !== 0) {
    const lack = /ENOTCACHED[\s\S]*?(https?:\S+)/.exec(installed.stderr)?.[1]
    if (lack) return { code: null, lacks: `npm's cache has no ${lack}` }
    return failed(`It could not be installed: ${installed.stderr}`)
  }
  const sample = join(folder, 'node_modules/heapscope', SAMPLE)
  const asks = [
    { args: ['--help'], said: 'Usage: heapscope' },
    { args: ['summary', sample], said: '63,899 nodes' },
  ]
  for (const { args, said } of asks) {
    const { status, stdout, stderr } = npm(['exec', '--offline', '--', 'heapscope', ...args], folder)
    if (status !== 0 || !stdout.includes(said)) {
      return failed(`heapscope ${args[0]} ended with ${status}: ${stderr}`)
    }
  }
  process.stdout.write('It installs offline, and npx runs it.\n')
  return { code: 0, lacks: '' }
}

/** A project of nothing but the package, with its dependencies as our own lock has them: npm's cache knows these by their hashes. */
function lockTo(folder, tarball) {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const shipped = Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, entry]) => [path, { ...entry, resolved: addressOf(path, entry) }])
  const dependencies = { [own.name]: `file:${basename(tarball)}` }
  const { version, dependencies: needs, bin } = own
  const installed = { version, resolved: dependencies[own.name], dependencies: needs, bin }
  const project = { name: 'somebody', version: '1.0.0', private: true, dependencies }
  const lock = {
    ...project,
    lockfileVersion: 3,
    packages: {
      '': project,
      [`node_modules/${own.name}`]: installed,
      ...Object.fromEntries(shipped),
    },
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
}

/** Where a package of the lock comes from: the lock does not say, and npm would ask the registry. */
function addressOf(path, { version }) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  return `https://registry.npmjs.org/${name}/-/${name.replace(/^@[^/]*\//, '')}-${version}.tgz`
}

function failed(sentence) {
  process.stdout.write(`${sentence}\n`)
  return { code: 1, lacks: '' }
}

/** npm as it was started with, or the one beside this Node. */
function npm(args, cwd) {
  const script = process.env.npm_execpath
  const [command, first] = script ? [process.execPath, [script]] : ['npm', []]
  const shell = !script && process.platform === 'win32'
  return spawnSync(command, [...first, ...args], { cwd, encoding: 'utf8', shell })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { code, lacks } = await tryPackage()
  if (code === null) process.stdout.write(`Not tried: ${lacks}.\n`)
  process.exitCode = code ?? 0
}
