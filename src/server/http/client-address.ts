import { isIP, isIPv4, isIPv6 } from 'node:net'
import type { RequestContext } from './parts.ts'

/** Who the connection is with; this machine where there is none, as in tests. */
export function socketAddress(context: RequestContext): string {
  return context.env?.incoming?.socket?.remoteAddress ?? '127.0.0.1'
}

/**
 * The address a request comes from. Each trusted proxy has added the address of whom it talked to at the end of
 * `X-Forwarded-For`; what stands further left was written by the client and means nothing.
 * @param socket who the connection is with
 * @param proxies how many trusted ones stand in front of us
 */
export function clientAddress(socket: string, forwarded: string | undefined, proxies: number): string {
  const chain = [...(forwarded?.split(',') ?? []).map((entry) => withoutPort(entry.trim())), socket]
  const trusted = chain.slice(Math.max(0, chain.length - 1 - proxies))
  return trusted.find((entry) => isIP(entry) !== 0) ?? socket
}

/** The part of an address that one subscriber has: all of IPv4, the first 64 bits of IPv6. */
export function subscriberOf(address: string): string {
  const plain = address.replace(/%.*$/, '').toLowerCase()
  const mapped = /^::ffff:([\d.]+)$/.exec(plain)?.[1]
  if (mapped && isIPv4(mapped)) return mapped
  if (!isIPv6(plain)) return plain
  const [left = '', right] = plain.split('::')
  const before = left.split(':').filter(Boolean)
  const after = right?.split(':').filter(Boolean) ?? []
  const zeros = right === undefined ? [] : Array.from({ length: 8 }, () => '0')
  const groups = [...before, ...zeros.slice(before.length + after.length), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}

function withoutPort(entry: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(entry)?.[1]
  return bracketed ?? entry.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
}
