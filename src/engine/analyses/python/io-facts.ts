import type { IoFacts, IoKind } from '../../model/io-rows.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { globalOf } from './standard-library.ts'

/** `/var/log/app.log (wb)`, `7 (closed)` */
const FILE = /^([^]*) \((closed|[rwxab+]{1,4})\)$/
/** `AF_INET SOCK_STREAM fd 7` */
const SOCKET = /^([^]*?) (closed|fd (\d+))$/
/** `65536 bytes` */
const MAP = /^\d+ bytes$/

/**
 * What a capture says of a file, socket, connection or memory map: the preview that the agent makes, or of a connection its
 * attributes. What is written otherwise, as in redacted captures, is a name and no more. O(references of the object).
 */
export function ioFacts(snapshot: Snapshot, node: number, kind: IoKind): IoFacts {
  if (kind === 'connection') return connectionFacts(snapshot, node)
  const preview = previewOf(snapshot, node)
  const said: IoFacts = { name: preview, mode: null, descriptor: null, state: 'unknown' }
  if (kind === 'file') {
    const [, name, mode] = FILE.exec(preview) ?? []
    if (name === undefined) return said
    return mode === 'closed'
      ? { ...said, name, state: 'closed' }
      : { ...said, name, mode: mode!, state: 'open' }
  }
  if (kind === 'socket') {
    const [, name, state, number] = SOCKET.exec(preview) ?? []
    if (name === undefined) return said
    return state === 'closed'
      ? { ...said, name, state }
      : { ...said, name, descriptor: Number(number), state: 'open' }
  }
  if (preview === 'closed') return { ...said, name: '', state: 'closed' }
  return MAP.test(preview) ? { ...said, state: 'open' } : said
}

/** Those of `multiprocessing` keep their descriptor as an attribute, and None there once they are closed. */
function connectionFacts(snapshot: Snapshot, node: number): IoFacts {
  const unknown: IoFacts = { name: '', mode: null, descriptor: null, state: 'unknown' }
  const handle = globalOf(snapshot, node, '_handle')
  if (handle === null) return unknown
  const text = previewOf(snapshot, handle)
  if (text === 'None' || classOf(snapshot, handle) === 'NoneType') return { ...unknown, state: 'closed' }
  return /^\d+$/.test(text) ? { ...unknown, descriptor: Number(text), state: 'open' } : unknown
}

/** An object that nothing tells from others is called as its class. */
function previewOf(snapshot: Snapshot, node: number): string {
  const name = snapshot.strings.text(snapshot.nodeName[node]!)
  return name === classOf(snapshot, node) ? '' : name
}

function classOf({ python, strings }: Snapshot, node: number): string {
  return python ? strings.text(python.className[node]!) : ''
}
