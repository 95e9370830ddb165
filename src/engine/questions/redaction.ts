import { orderedPage } from '../analyses/ordered-page.ts'
import { finished, mixed } from '../base/mix.ts'
import type {
  RedactionCounts,
  RedactionList,
  RedactionNameColumn,
  RedactionNameRow,
} from '../model/redaction-rows.ts'
import type { ListRequest, Page } from '../model/rows.ts'
import type { KnownKeys } from '../redaction/dictionaries.ts'
import { keyNames } from '../redaction/key-names.ts'
import { listedNames, nameListing, REDACTION_NAME_TABLE } from '../redaction/list-names.ts'
import { nameUses, type NameUses } from '../redaction/name-uses.ts'
import { placeholder } from '../redaction/placeholder.ts'
import { judgeHeap, type Judged, redactionSteps } from '../redaction/redact-heap.ts'
import { redactionCounts } from '../redaction/redaction-counts.ts'
import type { Asked } from './asked.ts'
import { passingEntries } from './filtered.ts'

/** Questions about what a redacted container of the heap would hold. */
export const redactionQuestions = {
  /**
   * The names that are keys in this heap, as hashes, ascending. A share of several captures unites those of all
   * (`unitedKeys`) and hands them to each, so that no name is a key in one and a property in another.
   */
  async redactionKeys(asked: Asked): Promise<KnownKeys> {
    const { found } = await preview(asked, null)
    return keyNames(asked.heap.snapshot.strings, found.roles)
  },

  /** Sums over what would go and what would not. How large the container is only writing it tells. */
  async redactionPreview(asked: Asked, keys: KnownKeys | null = null): Promise<RedactionCounts> {
    const { found, uses } = await preview(asked, keys)
    return redactionCounts(asked.heap.snapshot, found, uses)
  },

  /** The names themselves, so that who shares can look at them: what is taken as keys, what goes, and files. */
  async redactionNames(
    asked: Asked,
    list: RedactionList,
    request: ListRequest<RedactionNameColumn>,
    keys: KnownKeys | null = null,
  ): Promise<Page<RedactionNameRow>> {
    const { snapshot } = asked.heap
    const { found, uses } = await preview(asked, keys)
    const set = `redaction ${keyOf(keys)} ${list}`
    const all = await asked.shared(set, () => listedNames(list, snapshot, found, uses))
    const key = `${set} ${request.filter ?? ''}`
    const entries = await asked.shared(`${key} filtered`, (task) =>
      passingEntries(all, request.filter, {
        table: REDACTION_NAME_TABLE,
        source: snapshot,
        now: asked.now,
        task,
      }),
    )
    const sort = request.sort ?? { column: 'telling', descending: true }
    const listing = nameListing(list, snapshot, found, uses, { entries, all: all.length, key })
    return orderedPage(listing, { ...request, sort }, asked.orders)
  },
}

interface Preview {
  readonly found: Judged
  readonly uses: NameUses
}

/** Nobody sees it: a preview tells of values how long they are. */
const NO_HASH = new Uint32Array(2)

function preview(asked: Asked, keys: KnownKeys | null): Promise<Preview> {
  const { heap } = asked
  return asked.shared(`redaction ${keyOf(keys)}`, async (task) => {
    task.begin('answer', redactionSteps(heap.snapshot))
    const found = await judgeHeap(heap, keys, (text) => placeholder(text.length, NO_HASH), task)
    const uses = nameUses(heap.snapshot, found)
    task.end()
    return { found, uses }
  })
}

function keyOf(keys: KnownKeys | null): string {
  return keys ? `${keys.length} ${finished(keys.reduce(mixed, 0))}` : ''
}
