import { lookup } from 'node:dns/promises'
import { isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { CaptureError } from './capture-error.ts'

/** Where an inspector listens. */
export interface Address {
  /** A name or an IP address, IPv6 without its brackets. */
  readonly host: string
  readonly port: number
}

/** `HOST:PORT`, `[::1]:9229` or `:9229`, which is this machine; null for anything else. */
export function addressOf(text: string): Address | null {
  const parts = /^(?:\[([0-9a-f:.]+)\]|([^\s:/[\]]*)):(\d{1,5})$/i.exec(text)
  if (!parts) return null
  const port = Number(parts[3])
  return port >= 1 && port <= 65_535 ? { host: parts[1] ?? (parts[2] || '127.0.0.1'), port } : null
}

/** As people write it. */
export function addressText({ host, port }: Address): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`
}

/**
 * The address with its name looked up once, so that what is asked and what is then connected to are the same machine.
 * @throws CaptureError where the name is unknown
 */
export async function located(address: Address): Promise<{ address: Address; isHere: boolean }> {
  const found = await lookup(address.host).catch(() => {
    throw new CaptureError(`There is no machine called ${address.host}; check the name.`)
  })
  return { address: { host: found.address, port: address.port }, isHere: isOfThisMachine(found.address) }
}

function isOfThisMachine(ip: string): boolean {
  if (ip.startsWith('127.') || ip === '::1') return true
  return Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === ip))
}
