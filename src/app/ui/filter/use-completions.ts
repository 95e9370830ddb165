import { useMemo } from 'react'
import { type Completion, completeFilter } from '#engine/query/complete-filter.ts'
import { quoted } from '#engine/model/filter-term.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { formatCountOf } from '../format.ts'
import type { FilterSchema } from './filter-schema.ts'

/** Class names that are offered at once, of so many that have the text in them. */
const MOST_CLASSES = 8
const MOST_LOOKED_AT = 64
const NONE: readonly Completion[] = []

/** What could be typed at `cursor`, class names of the open heap among it; nothing without a table. */
export function useCompletions(
  text: string,
  cursor: number,
  table: FilterSchema | null,
): readonly Completion[] {
  const { items, className } = useMemo(
    () => (table ? completeFilter(text, cursor, table) : { items: NONE, className: null }),
    [text, cursor, table],
  )
  const filter = className && className.begun !== '' ? `class:${quoted(className.begun)}` : ''
  const { value } = useAnswer('classes', { start: 0, end: className ? MOST_LOOKED_AT : 0, filter })
  return useMemo(() => {
    if (!className) return items
    const offered = new Map<string, Completion>()
    for (const { name, count } of value?.rows ?? []) {
      // Classes may share a name.
      if (!offered.has(name))
        offered.set(name, { ...className.complete(name), help: formatCountOf(count, 'object') })
    }
    const begins = ({ label }: Completion) => label.toLowerCase().startsWith(className.begun.toLowerCase())
    // What is there already need not be offered.
    const all = [...offered.values()].filter(({ label }) => label !== className.begun)
    return [...all.filter(begins), ...all.filter((item) => !begins(item))].slice(0, MOST_CLASSES)
  }, [items, className, value])
}
