import { HeapError } from '../../base/error.ts'

/** How large a capture is, as far as its header and its file tell. */
export interface CaptureSize {
  readonly nodes: number
  readonly edges: number
  /** Bytes of its text, or null where that is not known: standard input, gzip. */
  readonly bytes: number | null
  /** Whether its nodes have stacks; not, where nobody says. */
  readonly tracked?: boolean
  /** Whether it is one of Python, which says more of each node. */
  readonly python?: boolean
}

/** For each node: 23 bytes from the file and 34 of findings, or of work for them. */
const NODE_BYTES = 57
/** For each edge: target and type in 4 bytes, its source in the lists of retainers, and a share in sequences of names. */
const EDGE_BYTES = 9
/** For each node without its edges: 17 bytes from the file, its class, and the order of one list. */
const SHALLOW_NODE_BYTES = 32
/** For each node where stacks are known: which it has. */
const TRACE_BYTES = 4
/** For each node of Python: what only such captures say, its class and an id twice as wide. */
const PYTHON_BYTES = 38
/** What a program of this kind takes before it reads anything, with its second thread. */
const BASE_BYTES = 100 << 20

/** How much text a node takes on average, and an edge beside the digits of its target's position. */
const NODE_TEXT = 29
const EDGE_TEXT = 6.5
/** Positions count numbers, of which a node has seven as a rule. */
const NODE_STRIDE = 7
/** The share of the strings where the length of the text is not known. */
const STRING_SHARE = 0.08

/**
 * The most memory that opening a capture whole takes at any moment, in bytes. About a tenth above what was
 * measured on captures of 150 MB to 4.3 GB. Where a writer has put no counts into the header, about a byte for each byte of the file.
 */
export function memoryNeed({ nodes, edges, bytes, ...more }: CaptureSize): number {
  if (nodes === 0 || edges === 0) return BASE_BYTES + (bytes ?? 0)
  const columns = nodes * (NODE_BYTES + moreBytes(more)) + edges * EDGE_BYTES
  return BASE_BYTES + columns + stringBytes({ nodes, edges, bytes })
}

/** The same for nodes and strings alone. */
export function shallowMemoryNeed(size: CaptureSize): number {
  return BASE_BYTES + size.nodes * (SHALLOW_NODE_BYTES + moreBytes(size)) + stringBytes(size)
}

function moreBytes({ tracked, python }: Pick<CaptureSize, 'tracked' | 'python'>): number {
  return (tracked ? TRACE_BYTES : 0) + (python ? PYTHON_BYTES : 0)
}

/** Refuses a capture whose need is known to be more than there is, with the figures. */
export function tooBig(size: CaptureSize, available: number): HeapError {
  const shallow = shallowMemoryNeed(size)
  const left =
    shallow < available
      ? `; without its references, for classes and objects by shallow size, about ${inWords(shallow)} are enough`
      : ''
  return new HeapError(
    'too-big',
    `Opening it whole takes about ${inWords(memoryNeed(size))} of memory, but only about ${inWords(available)} are free${left}.`,
  )
}

/** What is left of a file beside its nodes and edges is its strings, which are kept as they are. */
function stringBytes({ nodes, edges, bytes }: CaptureSize): number {
  const rest = nodes * NODE_TEXT + edges * (EDGE_TEXT + Math.log10(nodes * NODE_STRIDE + 1))
  return bytes === null ? rest * STRING_SHARE : Math.max(0, bytes - rest)
}

function inWords(bytes: number): string {
  const mebibytes = bytes / (1 << 20)
  return mebibytes < 1000 ? `${Math.round(mebibytes)} MiB` : `${(mebibytes / 1024).toFixed(1)} GiB`
}
