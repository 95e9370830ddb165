import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { constants } from 'node:os'
import { basename } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import type { Address } from './address.ts'
import { CaptureError } from './capture-error.ts'

/** In the tables of sockets. */
const LISTENS = '0A'

/** @throws CaptureError where there is no such process, or it is not ours to signal */
export function checkProcess(pid: number): void {
  try {
    process.kill(pid, 0)
  } catch (error) {
    const isOthers = error instanceof Error && 'code' in error && error.code === 'EPERM'
    throw new CaptureError(
      isOthers
        ? `Process ${pid} belongs to somebody else; run this as its user.`
        : `There is no process ${pid}.`,
      { cause: error },
    )
  }
}

/** The path of the program that a process runs, where the system tells. */
export async function programOf(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const path = await readlink(`/proc/${pid}/exe`).catch(() => null)
    return path?.replace(/ \(deleted\)$/, '') ?? null
  }
  const { stdout } = await promisify(execFile)('ps', ['-o', 'comm=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }))
  return stdout.trim() || null
}

/** Whether a process is Node by the name of its program; null where the system does not tell. */
export function isNode(program: string | null): boolean | null {
  return program === null ? null : /^node(?:js)?[\d.]*$/.test(basename(program))
}

/** Whether a process handles a signal, which would end it otherwise; null where the system does not tell. */
export async function handles(pid: number, signal: 'SIGUSR1'): Promise<boolean | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const mask = /^SigCgt:\s*([0-9a-f]+)$/m.exec(status)?.[1]
  return mask === undefined
    ? null
    : ((BigInt(`0x${mask}`) >> BigInt(constants.signals[signal] - 1)) & 1n) === 1n
}

/**
 * Whether a process has numbers and a network of its own, as in a container: it then has another number there, and what
 * listens there cannot be reached from here. False where the system does not tell.
 */
export async function isApart(pid: number): Promise<boolean> {
  const of = (whose: string, what: string) => readlink(`/proc/${whose}/ns/${what}`).catch(() => null)
  const pairs = await Promise.all(
    ['pid', 'net'].map((what) => Promise.all([of(String(pid), what), of('self', what)])),
  )
  return pairs.some(([theirs, ours]) => theirs !== null && ours !== null && theirs !== ours)
}

/** Whether a process was started with an inspector, as far as the system tells. */
export async function wasInspected(pid: number): Promise<boolean> {
  const [line, environment] = await Promise.all(
    ['cmdline', 'environ'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')),
  )
  const settings = environment!.split('\0').filter((setting) => setting.startsWith('NODE_OPTIONS='))
  return [line!, ...settings].some((text) => /--inspect(?:-brk|-wait)?(?:[=\s\0]|$)/.test(text))
}

/**
 * Where a process listens, by its sockets; null where the system does not tell. By the numbers of their descriptors: what
 * was opened first has the lowest, unless lower ones were closed before.
 */
export async function listeningAt(pid: number): Promise<readonly Address[] | null> {
  const own = await socketsOf(pid)
  if (own === null) return null
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => '')),
  )
  const rows = tables
    .join('')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  const listening = new Map(
    rows.flatMap((row) => (row[3] === LISTENS ? [[row[9] ?? '', row[1] ?? ''] as const] : [])),
  )
  return own.flatMap((inode) => {
    const text = listening.get(inode)
    return text === undefined ? [] : [localAddress(text)]
  })
}

/** The inodes of the sockets a process has open, by their descriptors. */
async function socketsOf(pid: number): Promise<readonly string[] | null> {
  const folder = `/proc/${pid}/fd`
  const open = await readdir(folder).catch(() => null)
  if (open === null) return null
  const sorted = open.toSorted((a, b) => Number(a) - Number(b))
  const links = await Promise.all(sorted.map((name) => readlink(`${folder}/${name}`).catch(() => '')))
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [])
}

/** Where to reach what listens there: hexadecimal, the bytes of each word in the machine's order; on all addresses: here. */
function localAddress(text: string): Address {
  const [ip = '', port = ''] = text.split(':')
  const bytes = ip.match(/../g) ?? []
  const isEverywhere = bytes.every((byte) => byte === '00')
  const v4 = isEverywhere
    ? '127.0.0.1'
    : bytes
        .toReversed()
        .map((byte) => Number.parseInt(byte, 16))
        .join('.')
  return { host: bytes.length === 4 ? v4 : '::1', port: Number.parseInt(port, 16) }
}
