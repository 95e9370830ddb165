import { KINDS_IN_ORDER } from '../analyses/kinds.ts'
import { compareTexts } from '../analyses/list-nodes.ts'
import { type ClassSeries, isSteady, slopeOf } from '../diff/trend.ts'
import type { DigestClass } from '../model/digest.ts'
import type { Field, FilterTable } from '../model/filter-fields.ts'
import type { Sort } from '../model/rows.ts'
import type { ClassTrendColumn, ClassTrendRow } from '../model/trend-rows.ts'

export type ClassTrend = Omit<ClassTrendRow, 'entry'>

/** One class's row. */
export function classTrend({ info, at }: ClassSeries): ClassTrend {
  const over = (valueOf: (info: DigestClass) => number): number[] =>
    at.map((there) => (there ? valueOf(there) : 0))
  const counts = over(({ count }) => count)
  const shallow = over(({ shallowSize }) => shallowSize)
  const retained = over(({ retainedSize }) => retainedSize)
  return {
    key: info.key,
    name: info.name,
    kind: info.kind,
    counts,
    shallow,
    retained,
    countSlope: slopeOf(counts),
    shallowSlope: slopeOf(shallow),
    retainedSlope: slopeOf(retained),
    steady: isSteady(retained),
    growth: retained.at(-1)! - retained[0]!,
    query: at.at(-1)?.query ?? null,
  }
}

/** What grew in every step first, then by how much. */
export function usualClassOrder(a: ClassTrend, b: ClassTrend): number {
  return (
    Number(b.steady) - Number(a.steady) ||
    b.retainedSlope - a.retainedSlope ||
    compareTexts(a.name, b.name) ||
    (a.key < b.key ? -1 : 1)
  )
}

/** The number by which a class is sorted. */
export function classTrendKey(
  trends: readonly ClassTrend[],
): (sort: Sort<ClassTrendColumn>) => (entry: number) => number {
  return ({ column }) => {
    if (column === 'name') {
      const order = trends
        .map((_, entry) => entry)
        .sort((a, b) => compareTexts(trends[a]!.name, trends[b]!.name))
      const rank = new Map(order.map((entry, place) => [entry, place]))
      return (entry) => rank.get(entry)!
    }
    if (column === 'last') return (entry) => trends[entry]!.retained.at(-1)!
    return (entry) => trends[entry]![column]
  }
}

type Trends = readonly ClassTrend[]

function number(
  name: string,
  type: 'bytes' | 'count' | 'number',
  help: string,
  example: string,
  valueOf: (trend: ClassTrend) => number,
): Field<Trends> {
  const read = (trends: Trends) => {
    return (entry: number): number => valueOf(trends[entry]!)
  }
  return { name, type, help, example, read }
}

/** What classes over several captures can be filtered by. */
export const CLASS_TREND_TABLE: FilterTable<Trends> = {
  rows: 'classes',
  own: ['class'],
  fields: [
    {
      name: 'class',
      aliases: ['name'],
      type: 'text',
      help: 'The class’s name.',
      example: 'class:Session',
      read: (trends) => (pattern) => (entry) => pattern.test(trends[entry]!.name),
    },
    {
      name: 'kind',
      type: 'choice',
      choices: KINDS_IN_ORDER,
      help: 'What its objects are, in one of nine words.',
      example: 'kind:object',
      read: (trends) => ({
        words: KINDS_IN_ORDER,
        codeOf: (entry) => KINDS_IN_ORDER.indexOf(trends[entry]!.kind),
      }),
    },
    {
      name: 'steady',
      type: 'flag',
      help: 'Whether its retained size grew in every step.',
      example: 'steady:yes',
      read: (trends) => (entry) => trends[entry]!.steady,
    },
    number(
      'slope',
      'bytes',
      'Retained bytes more with each capture.',
      'slope:>10k',
      (trend) => trend.retainedSlope,
    ),
    number('more', 'number', 'Objects more with each capture.', 'more:>10', ({ countSlope }) => countSlope),
    number('growth', 'bytes', 'Last less first retained size.', 'growth:>1MB', ({ growth }) => growth),
    number('retained', 'bytes', 'Its retained size in the last capture.', 'retained:>1MB', ({ retained }) =>
      retained.at(-1)!,
    ),
  ],
}
