import { z } from 'zod'
import type { Term } from '#engine/model/selection-rows.ts'
import { placeOfSet } from '../state/capture-set.ts'
import { type CapturesPlace, DEFAULT_PLACE, type Place, type SetMember } from '../state/place.ts'
import { VIEW_NAMES } from '../state/views.ts'
import { ADDRESS_VERSION, upgrade } from './upgrade.ts'
import { sourceAt } from './url-source.ts'

/**
 * A place as the fragment of an address: `#v=1&source=sample:a.gz&view=classes&sort=-retainedSize&selected=@123`.
 * A fragment never leaves the browser, so no text out of a heap reaches a server. Defaults are left out. A parameter
 * that makes no sense becomes its default and leaves the others alone; those that are not named here are the view's own.
 * Links from elsewhere may name what is opened as `url=<address>`, once for each capture, instead of `source`.
 */
const source = z
  .string()
  .regex(/^((sample|recent|share):[\w.-]+|url:[^|]+)$/)
  .nullable()

const fields = {
  source: source.catch(DEFAULT_PLACE.source),
  base: source.catch(DEFAULT_PLACE.base),
  match: z.enum(['id', 'path']).nullable().catch(DEFAULT_PLACE.match),
  view: z.enum(VIEW_NAMES).catch(DEFAULT_PLACE.view),
  sort: z
    .string()
    .regex(/^-?[a-z]\w{0,40}$/i)
    .transform((text) => ({ column: text.replace(/^-/, ''), descending: text.startsWith('-') }))
    .nullable()
    .catch(DEFAULT_PLACE.sort),
  filter: z.string().catch(DEFAULT_PLACE.filter),
  selected: z
    .string()
    .regex(/^@\d{1,15}$/)
    .transform((text) => Number(text.slice(1)))
    .nullable()
    .catch(DEFAULT_PLACE.selected),
  tab: z.enum(['references', 'retainers', 'dominated', 'stack']).catch(DEFAULT_PLACE.tab),
  near: z.string().catch(DEFAULT_PLACE.near),
}

const schema = z.object(fields)

/** Parameters that may come more than once. */
const OPEN = 'open'
const SET = 'set'
const URL_PARAM = 'url'
const ADDED: Readonly<Record<Term['op'], string>> = { '+': 'sel', '-': 'unsel' }

const RESERVED: ReadonlySet<string> = new Set([
  ...Object.keys(fields),
  OPEN,
  SET,
  ...Object.values(ADDED),
  'v',
  URL_PARAM,
  // The key of a share, and who embeds the page: they stand before a place.
  'k',
  'embedder',
])
/** A view's own options are named so. */
const OPTION = /^[a-z]\w{0,30}$/i

/** The place a fragment (with or without its `#`) names. Never throws. */
export function placeOf(fragment: string): Place {
  const params = upgrade(new URLSearchParams(fragment.replace(/^#/, '')))
  const named = Object.fromEntries(Object.keys(fields).map((name) => [name, params.get(name) ?? undefined]))
  const place = { ...schema.parse(named), set: membersOf(params.getAll(SET)) }
  return {
    ...place,
    ...(place.source === null ? elsewhere(params) : {}),
    open: [...new Set(params.getAll(OPEN))],
    options: Object.fromEntries([...params].filter(([name]) => !RESERVED.has(name) && OPTION.test(name))),
    selection: [...params].flatMap(([name, query]): Term[] => {
      if (name === ADDED['+']) return [{ op: '+', query }]
      return name === ADDED['-'] ? [{ op: '-', query }] : []
    }),
  }
}

/** What a link names by addresses, in its order: several are compared, unless it says how they are looked at. */
function elsewhere(params: URLSearchParams): Partial<Place> {
  const addresses = params.getAll(URL_PARAM).filter((address) => address.trim() !== '')
  if (addresses.length === 0) return {}
  const captures: Partial<CapturesPlace> = placeOfSet([...new Set(addresses.map((one) => sourceAt(one)))])
  return captures.base && !params.has('view') ? { ...captures, view: 'diff' } : captures
}

/** Written as `source` or `source|label`; of those that name one source the first counts. */
function membersOf(texts: readonly string[]): SetMember[] {
  const members = new Map<string, SetMember>()
  for (const text of texts) {
    const bar = text.indexOf('|')
    const named = source.safeParse(bar === -1 ? text : text.slice(0, bar)).data
    if (named && !members.has(named))
      members.set(named, { source: named, label: bar === -1 ? null : text.slice(bar + 1) })
  }
  return [...members.values()]
}

/** The fragment that names a place, with its `#`; empty for the default place. */
export function fragmentOf(place: Place): string {
  const params = new URLSearchParams()
  const add = (name: string, value: string | null, usual: string | null) => {
    if (value !== null && value !== usual) params.append(name, value)
  }
  add('source', place.source, DEFAULT_PLACE.source)
  for (const { source: member, label } of place.set)
    add(SET, label === null ? member : `${member}|${label}`, null)
  add('base', place.base, DEFAULT_PLACE.base)
  add('match', place.match, DEFAULT_PLACE.match)
  add('view', place.view, DEFAULT_PLACE.view)
  for (const [name, value] of Object.entries(place.options)) add(name, value, null)
  add('sort', place.sort && `${place.sort.descending ? '-' : ''}${place.sort.column}`, null)
  add('filter', place.filter, DEFAULT_PLACE.filter)
  for (const key of place.open) add(OPEN, key, null)
  for (const { op, query } of place.selection) add(ADDED[op], query, null)
  add('selected', place.selected === null ? null : `@${place.selected}`, null)
  add('tab', place.tab, DEFAULT_PLACE.tab)
  add('near', place.near, DEFAULT_PLACE.near)
  return params.size === 0 ? '' : `#v=${ADDRESS_VERSION}&${readable(params.toString())}`
}

/** Characters that mean nothing special in a fragment stay as they are, so that people can read and edit it. */
function readable(text: string): string {
  return text.replace(/%(40|3A|2F|24|2C|7C)/g, (code) => decodeURIComponent(code))
}
