import type { CompleteHeap } from '../analyses/heap.ts'
import type { BlockCodec } from '../base/block-codec.ts'
import type { Task } from '../base/task.ts'
import { VERSION, VERSION_OF_CAPTURES, VERSION_OF_REDACTED } from '../format/container/version.ts'
import { ContainerWriter } from '../format/container/writer.ts'
import type { ByteSink } from '../format/sink.ts'
import type { Family, Snapshot } from '../model/snapshot.ts'
import type { StringTable } from '../model/string-table.ts'
import { writeEdgeNames } from './edge-name-columns.ts'
import { overviewOf, overviewToJson } from './overview.ts'
import { type Provenance, provenanceToJson } from './provenance.ts'
import { writePython } from './python-columns.ts'
import { SECTION } from './section-names.ts'
import { writeSeries } from './series-columns.ts'
import { writeScopes, writeTraces } from './side-columns.ts'

/**
 * Writes a heap as a container, in the phase 'write', which the caller ends. O(nodes + edges + bytes of strings) time and
 * a few MiB beside the heap.
 * @returns the container's length in bytes
 */
export async function saveHeap(
  heap: CompleteHeap,
  provenance: Provenance,
  sink: ByteSink,
  codec: BlockCodec,
  task: Task,
): Promise<number> {
  const { snapshot } = heap
  task.begin('write', bytesToWrite(heap))
  const writer = new ContainerWriter(sink, codec, task)
  const { redacted } = snapshot.strings.columns
  await writer.begin(versionOf(snapshot))
  await writer.json(SECTION.overview, overviewToJson(overviewOf(heap)))
  await writeNodes(writer, heap)
  await writer.column(SECTION.edgeLinks, snapshot.edgeLink)
  await writeEdgeNames(writer, snapshot)
  await writeStrings(writer, snapshot.strings)
  await writeLocations(writer, snapshot)
  await writeTraces(writer, snapshot)
  await writeScopes(writer, snapshot)
  await writePython(writer, snapshot.python)
  await writeSeries(writer, snapshot)
  return writer.finish({
    provenance: provenanceToJson(provenance),
    family: snapshot.family,
    nodes: snapshot.nodeCount,
    edges: snapshot.edgeCount,
    root: snapshot.root,
    nodeTypeNames: snapshot.nodeTypeNames,
    edgeTypeNames: snapshot.edgeTypeNames,
    ...(redacted && { redacted: true, redactionRules: redacted.rules }),
  })
}

/** What programs know since the first version. */
const FIRST_FAMILIES: ReadonlySet<Family> = new Set<Family>(['v8', 'v8 profile'])

function versionOf({ family, strings }: Snapshot): number {
  if (!FIRST_FAMILIES.has(family)) return VERSION
  return strings.isRedacted ? VERSION_OF_REDACTED : VERSION_OF_CAPTURES
}

async function writeNodes(writer: ContainerWriter, heap: CompleteHeap): Promise<void> {
  const { snapshot, ready } = heap
  const { graph } = ready
  await writer.column(SECTION.nodeTypes, snapshot.nodeType)
  await writer.column(SECTION.nodeNames, snapshot.nodeName)
  await writer.column(SECTION.nodeIds, snapshot.nodeId, true)
  await writer.column(SECTION.selfSizes, snapshot.selfSize)
  await writer.column(SECTION.shallowSizes, heap.shallowSize)
  await writer.column(SECTION.detachedness, heap.detachedness)
  await writer.column(SECTION.firstEdges, snapshot.firstEdge, true)
  await writer.column(SECTION.nodeClasses, new Uint32Array(heap.table.classOf))
  await writer.column(SECTION.distances, graph.distance)
  await writer.column(SECTION.dominators, graph.dominator, true)
  await writer.column(SECTION.retainedSizes, graph.retainedSize)
  await writer.column(SECTION.pageNodes, graph.essential.page.bytes)
}

async function writeStrings(writer: ContainerWriter, strings: StringTable): Promise<void> {
  await writer.column(SECTION.stringLengths, strings.columns.length)
  await writer.bytes(SECTION.stringBytes, bytesOf(strings))
  const added = Array.from({ length: strings.count - strings.fileCount }, (_, i) =>
    strings.text(strings.fileCount + i),
  )
  await writer.json(SECTION.addedStrings, added)
  const { redacted } = strings.columns
  if (!redacted) return
  await writer.column(SECTION.textLengths, redacted.units)
  await writer.column(SECTION.cutTexts, Uint32Array.from(redacted.cut))
}

/** The bytes of all strings in their order. */
function* bytesOf(strings: StringTable): Generator<Uint8Array> {
  for (let i = 0; i < strings.fileCount; i++) yield strings.bytes(i)
}

async function writeLocations(writer: ContainerWriter, { locations }: Snapshot): Promise<void> {
  if (!locations) return
  const { scriptId, line, column, scriptNode } = locations.places
  await writer.column(SECTION.nodePlaces, new Uint32Array(locations.place))
  await writer.column(SECTION.placeScripts, scriptId)
  await writer.column(SECTION.placeLines, line)
  await writer.column(SECTION.placeColumns, column)
  if (scriptNode) await writer.column(SECTION.placeScriptNodes, scriptNode)
}

/** What a heap of Python says of each node beside what every heap says. */
const PYTHON_BYTES = 14

/** As the writer counts them, but for what is small. */
function bytesToWrite(heap: CompleteHeap): number {
  const { snapshot, ready } = heap
  const { graph } = ready
  const columns = [
    snapshot.nodeType,
    snapshot.nodeName,
    snapshot.nodeId,
    snapshot.selfSize,
    heap.shallowSize,
    heap.detachedness,
    snapshot.firstEdge,
    heap.table.classOf,
    graph.distance,
    graph.dominator,
    graph.retainedSize,
    snapshot.edgeLink,
    snapshot.edgeNames.columns.sequence,
  ]
  const strings = snapshot.strings.columns.length.reduce((sum, length) => sum + length, 0)
  const locations = snapshot.locations ? 4 * snapshot.nodeCount : 0
  const traces = snapshot.nodeTrace?.byteLength ?? 0
  const python = snapshot.python ? PYTHON_BYTES * snapshot.nodeCount : 0
  return columns.reduce((sum, { byteLength }) => sum + byteLength, strings + locations + traces + python)
}
