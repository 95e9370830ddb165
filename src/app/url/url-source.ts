import { HeapError } from '#engine/base/error.ts'

/** A capture that is loaded from an address: `url:<address>`, of a bundle there `url:<address>#<member>`. */
export interface UrlSource {
  /** Where it is loaded from, without the member. */
  readonly href: string
  readonly origin: string
  /** The host as people know it, with its port. */
  readonly host: string
  /** What the file is called by its address. */
  readonly name: string
  /** Which capture of the bundle that is there; null is the file itself. */
  readonly member: number | null
  /** Whether it is this page's own server. */
  readonly isOwn: boolean
}

const PREFIX = 'url:'

/** The source that an address is. A bar would end it where it stands in a set. */
export function sourceAt(address: string): string {
  return PREFIX + address.trim().replaceAll('|', '%7C').replace(/#.*$/s, '')
}

/** The source that a capture of the bundle at another one is. */
export function memberOf(source: string, index: number): string {
  return `${source.replace(/#.*$/s, '')}#${index}`
}

export function isUrlSource(source: string): boolean {
  return source.startsWith(PREFIX)
}

/**
 * What a source of this kind names.
 * @param page the folder of the page, from which an address without a host counts
 * @throws HeapError `unreadable` where it may not be loaded at all
 */
export function readUrlSource(source: string, page: string): UrlSource {
  const text = source.slice(PREFIX.length)
  const address = addressIn(text, page)
  const { origin, host, hash, protocol } = address
  const isOwn = origin === new URL(page).origin
  if (address.username || address.password)
    throw refused(
      `The address at ${host} has a user name or a password in it, which links must not carry: leave them out.`,
    )
  if (protocol !== 'https:' && protocol !== 'http:')
    throw refused(
      `Captures are loaded over https only, and ${shortened(text)} begins with “${protocol}”: open the file itself.`,
    )
  if (protocol === 'http:' && !isOwn && !isLoopback(address.hostname))
    throw refused(
      `Captures from other machines are loaded over https only, and the address at ${host} begins with “http:”: download the file and drop it here.`,
    )
  const member = /^#(\d{1,4})$/.exec(hash)?.[1]
  address.hash = ''
  const name = nameIn(address.pathname) || host
  return { href: address.href, origin, host, name, member: member ? Number(member) : null, isOwn }
}

/** What a capture is called before it is there, be it refused. */
export function nameOfUrlSource(source: string, page: string): string {
  try {
    const { pathname, host } = addressIn(source.slice(PREFIX.length), page)
    return shortened(nameIn(pathname) || host)
  } catch {
    return 'This address'
  }
}

/** Whether a host name is this machine, where nothing that is sent leaves it. */
function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

function addressIn(text: string, page: string): URL {
  try {
    return new URL(text, page)
  } catch {
    throw refused(`${shortened(text)} is no address that a capture can be loaded from: check the link.`)
  }
}

function nameIn(path: string): string {
  const last = path.split('/').findLast((part) => part !== '') ?? ''
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

function refused(message: string): HeapError {
  return new HeapError('unreadable', message)
}
