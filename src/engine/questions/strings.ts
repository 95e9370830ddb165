import { idText } from '../base/id-text.ts'
import { holdersOf } from '../analyses/holders.ts'
import { nodePage } from '../analyses/list-nodes.ts'
import { orderedPage } from '../analyses/ordered-page.ts'
import {
  duplicatedTexts,
  duplicateListing,
  stringListing,
  stringsOfText,
  textOf,
} from '../analyses/strings/list-strings.ts'
import { NO_TEXT } from '../analyses/strings/rope-texts.ts'
import { DUPLICATE_TABLE, STRING_TABLE } from '../analyses/strings/string-tables.ts'
import { stringOverview } from '../analyses/strings/string-overview.ts'
import type { StringTexts } from '../analyses/strings/string-texts.ts'
import { HeapError } from '../base/error.ts'
import type { ListRequest, NodeColumn, Page } from '../model/rows.ts'
import type {
  DuplicateColumn,
  DuplicateMember,
  DuplicateRow,
  HolderRow,
  StringColumn,
  StringOverview,
  StringRow,
} from '../model/string-rows.ts'
import type { Term } from '../model/selection-rows.ts'
import type { Asked } from './asked.ts'
import { passingEntries } from './filtered.ts'

type Terms = readonly Term[] | null

/** Questions about strings: all, or those of a selection, of which only these are counted. */
export const stringQuestions = {
  /** Sums over all strings, and how long they are. */
  async stringOverview(whole: Asked, among: Terms = null): Promise<StringOverview> {
    const asked = await whole.about(among)
    const texts = await asked.texts()
    return asked.shared('string overview', () =>
      stringOverview(texts, (node) => asked.heap.shallowSize[node]!),
    )
  },

  /** All strings. */
  async strings(
    whole: Asked,
    request: ListRequest<StringColumn>,
    among: Terms = null,
  ): Promise<Page<StringRow>> {
    const asked = await whole.about(among)
    const { heap } = asked
    const texts = await asked.texts()
    const key = `strings ${request.filter ?? ''}`
    const nodes = await asked.shared(key, (task) =>
      passingEntries(texts.counted, request.filter, {
        table: STRING_TABLE,
        source: { heap, texts },
        now: asked.now,
        task,
      }),
    )
    return orderedPage(stringListing(heap, texts, nodes, key), request, asked.orders)
  },

  /** The texts that more than one string has. */
  async duplicates(
    whole: Asked,
    request: ListRequest<DuplicateColumn>,
    among: Terms = null,
  ): Promise<Page<DuplicateRow>> {
    const asked = await whole.about(among)
    const { heap } = asked
    const texts = await asked.texts()
    const all = await asked.shared('duplicates', () => duplicatedTexts(texts))
    const key = `duplicates ${request.filter ?? ''}`
    const passing = await asked.shared(key, (task) =>
      passingEntries(all, request.filter, {
        table: DUPLICATE_TABLE,
        source: { heap, texts },
        now: asked.now,
        task,
      }),
    )
    return orderedPage(duplicateListing(heap, texts, passing, all.length, key), request, asked.orders)
  },

  /** What holds the strings that have the text of this one, by class and name of the reference. */
  async stringHolders(whole: Asked, id: number, among: Terms = null): Promise<readonly HolderRow[]> {
    const asked = await whole.about(among)
    const strings = stringsLike(asked, await asked.texts(), id)
    return asked.shared(`string holders ${id}`, (task) =>
      holdersOf(asked.heap, asked.heap.ready.retainers, strings, task),
    )
  },

  /** What a row of duplicates opens to: what holds the strings, then the strings. */
  async duplicateMembers(
    whole: Asked,
    id: number,
    request: ListRequest<NodeColumn>,
    among: Terms = null,
  ): Promise<Page<DuplicateMember>> {
    const asked = await whole.about(among)
    const strings = stringsLike(asked, await asked.texts(), id)
    const holders = await stringQuestions.stringHolders(whole, id, among)
    const behind = {
      ...request,
      start: Math.max(0, request.start - holders.length),
      end: Math.max(0, request.end - holders.length),
    }
    const copies = nodePage(asked.heap, strings, strings.length, behind, asked.orders, `copies ${id}`)
    const rows: DuplicateMember[] = [
      ...holders.slice(request.start, request.end).map((holder) => ({ kind: 'holder', holder }) as const),
      ...copies.rows.map((node) => ({ kind: 'copy', node }) as const),
    ]
    const total = holders.length + strings.length
    return { start: request.start, rows, total, all: total }
  },
}

/** The strings that have the text of one. @throws HeapError `not-found` */
function stringsLike({ heap }: Asked, texts: StringTexts, id: number): Uint32Array {
  const node = heap.snapshot.nodeId.indexOf(id)
  const text = node === -1 ? NO_TEXT : textOf(texts, node)
  if (text === NO_TEXT)
    throw new HeapError('not-found', `There is no string ${idText(id)} whose text is known.`)
  return stringsOfText(texts, text)
}
