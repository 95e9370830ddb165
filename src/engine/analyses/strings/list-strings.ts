import { exactTerm } from '../../model/filter-term.ts'
import type { Sort } from '../../model/rows.ts'
import type { DuplicateColumn, DuplicateRow, StringColumn, StringRow } from '../../model/string-rows.ts'
import type { Heap } from '../heap.ts'
import { compareTexts, nodeKey } from '../list-nodes.ts'
import { displayName } from '../names.ts'
import { nodeRow } from '../node-row.ts'
import type { Listing } from '../ordered-page.ts'
import { NO_TEXT } from './rope-texts.ts'
import type { StringTexts } from './string-texts.ts'

/** Longer texts are named by one of their strings. */
const MAX_QUERY = 100

/** What `orderedPage` needs for a list of strings. @param nodes those that pass the filter; `key` names that set */
export function stringListing(
  heap: Heap,
  texts: StringTexts,
  nodes: Uint32Array,
  key: string,
): Listing<StringColumn, StringRow> {
  return {
    entries: nodes,
    all: texts.counted.length,
    key,
    keyOf: ({ column, descending }) => {
      if (column === 'length') return (node) => lengthOf(texts, node) ?? -1
      if (column === 'copies') return (node) => copiesOf(texts, node)
      if (column === 'name') return nameKey(heap, texts, nodes)
      return nodeKey(heap, nodes, { column, descending })
    },
    rowOf: (node) => stringRow(heap, texts, node),
  }
}

/** The number of a string's text, or `NO_TEXT`. O(1). */
export function textOf({ members, text }: StringTexts, node: number): number {
  const place = members.of(node)
  return place === -1 ? NO_TEXT : text[place]!
}

/** In UTF-16 code units; null where the text is not known. */
export function lengthOf(texts: StringTexts, node: number): number | null {
  const text = textOf(texts, node)
  return text === NO_TEXT ? null : texts.length[text]!
}

/** How many strings have the text of this one, itself included. */
export function copiesOf(texts: StringTexts, node: number): number {
  const text = textOf(texts, node)
  return text === NO_TEXT ? 1 : texts.first[text + 1]! - texts.first[text]!
}

function stringRow(heap: Heap, texts: StringTexts, node: number): StringRow {
  const text = textOf(texts, node)
  return {
    node: nodeRow(heap, node),
    length: lengthOf(texts, node),
    cut: text !== NO_TEXT && texts.cut[text] === 1,
    copies: copiesOf(texts, node),
  }
}

/** The numbers of the texts that more than one string has, ascending. O(texts). */
export function duplicatedTexts({ count, first }: StringTexts): Uint32Array {
  const found = new Uint32Array(count)
  let at = 0
  for (let text = 0; text < count; text++) if (first[text + 1]! - first[text]! > 1) found[at++] = text
  return found.slice(0, at)
}

/** The strings of one text, ascending, as a view. */
export function stringsOfText({ first, member }: StringTexts, text: number): Uint32Array {
  return member.subarray(first[text], first[text + 1])
}

/** What `orderedPage` needs for a list of texts. @param entries those that pass the filter; `key` names that set */
export function duplicateListing(
  heap: Heap,
  texts: StringTexts,
  entries: Uint32Array,
  all: number,
  key: string,
): Listing<DuplicateColumn, DuplicateRow> {
  return {
    entries,
    all,
    key,
    keyOf: (sort) => duplicateKey(heap, texts, entries, sort),
    rowOf: (text) => duplicateRow(heap, texts, text),
  }
}

function duplicateKey(
  heap: Heap,
  { first, member, length, largest, bytes, cut }: StringTexts,
  entries: Uint32Array,
  { column }: Sort<DuplicateColumn>,
): (text: number) => number {
  switch (column) {
    case 'name':
      return alphabetic(entries, (text) => displayName(heap.snapshot, member[first[text]!]!))
    case 'length':
      return (text) => length[text]!
    case 'copies':
      return (text) => first[text + 1]! - first[text]!
    case 'each':
      return (text) => largest[text]!
    case 'bytes':
      return (text) => bytes[text]!
    case 'wasted':
      return (text) => bytes[text]! - largest[text]!
    case 'cut':
      return (text) => cut[text]!
  }
}

/** Strings by their text; those of unknown text come last. */
function nameKey(heap: Heap, texts: StringTexts, nodes: Uint32Array): (node: number) => number {
  const { snapshot } = heap
  const distinct = new Set<number>()
  for (const node of nodes) distinct.add(textOf(texts, node))
  distinct.delete(NO_TEXT)
  const valueOf = (text: number): string => displayName(snapshot, texts.member[texts.first[text]!]!)
  const rank = alphabetic(distinct, valueOf)
  return (node) => {
    const text = textOf(texts, node)
    return text === NO_TEXT ? texts.count : rank(text)
  }
}

/** The alphabetic place of each entry. */
function alphabetic(
  entries: Iterable<number>,
  valueOf: (entry: number) => string,
): (entry: number) => number {
  const values = Array.from(entries, (entry) => ({ entry, value: valueOf(entry) }))
  values.sort((a, b) => compareTexts(a.value, b.value))
  const ranks = new Map(values.map(({ entry }, rank) => [entry, rank]))
  return (entry) => ranks.get(entry)!
}

/** One text with its sums. */
export function duplicateRow(heap: Heap, texts: StringTexts, text: number): DuplicateRow {
  const example = texts.member[texts.first[text]!]!
  const bytes = texts.bytes[text]!
  const largest = texts.largest[text]!
  return {
    text,
    value: displayName(heap.snapshot, example),
    length: texts.length[text]!,
    cut: texts.cut[text] === 1,
    copies: texts.first[text + 1]! - texts.first[text]!,
    smallest: texts.smallest[text]!,
    largest,
    bytes,
    wasted: bytes - largest,
    example: nodeRow(heap, example),
    query: textQuery(heap, texts, text),
  }
}

/** The filter that finds the strings of a text: by the text itself where it is short, else by one of them. */
function textQuery({ snapshot }: Heap, texts: StringTexts, text: number): string {
  const example = texts.member[texts.first[text]!]!
  if (texts.length[text]! > MAX_QUERY) return `copyof:@${snapshot.nodeId[example]!}`
  return exactTerm('value', displayName(snapshot, example))
}
