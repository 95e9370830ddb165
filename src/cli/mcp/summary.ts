import { z } from 'zod'
import type { Session } from '#engine/session.ts'
import { formatBytes, formatCount, formatName } from '../text.ts'
import { count, size, tableText } from './rows.ts'

/** What a capture is, as `open` and `summary` answer. */

export const summaryOutput = z.object({
  capture: z.string(),
  file: z.string(),
  format: z.string(),
  redacted: z.boolean(),
  nodes: count,
  edges: count,
  strings: count,
  classes: count,
  shallowSize: size.describe('Bytes of all objects together.'),
  extraNativeBytes: size,
  unreachable: count.nullable().describe('Objects that nothing but weak references lead to.'),
  kinds: z.array(z.object({ kind: z.string(), count, shallowSize: size })),
})

export function summaryData(capture: string, session: Session): z.output<typeof summaryOutput> {
  const { file, format, redacted, nodes, edges, strings, classes, ...sizes } = session.summary()
  const { shallowSize, extraNativeBytes, unreachable } = sizes
  const kinds = session
    .kinds()
    .map((row) => ({ kind: row.kind, count: row.count, shallowSize: row.shallowSize }))
  return {
    capture,
    file,
    format,
    redacted,
    nodes,
    edges,
    strings,
    classes,
    shallowSize,
    extraNativeBytes,
    unreachable,
    kinds,
  }
}

export function summaryText(capture: string, session: Session): string {
  const said = summaryData(capture, session)
  const kinds = said.kinds.map((row) => [formatBytes(row.shallowSize), formatCount(row.count), row.kind])
  return [
    `${capture}: ${formatName(said.file)}, ${said.format}${said.redacted ? ', redacted: values are told by their length' : ''}`,
    `${formatBytes(said.shallowSize)} in ${formatCount(said.nodes)} nodes, ${formatCount(said.edges)} edges, ${formatCount(said.strings)} strings, ${formatCount(said.classes)} classes`,
    ...(said.extraNativeBytes > 0
      ? [`${formatBytes(said.extraNativeBytes)} of native memory beside them`]
      : []),
    ...(said.unreachable
      ? [`${formatCount(said.unreachable)} nodes are not reachable over references that keep alive`]
      : []),
    '',
    tableText(['>shallow', '>count', 'kind'], kinds),
  ].join('\n')
}
