import { useEffect, useMemo, useState } from 'react'
import { compareFindings } from '#engine/diff/compare-findings.ts'
import type { ComparedFindings, FindingRow } from '#engine/model/finding-rows.ts'
import { libraryLists } from './libraries.ts'
import { useAnalysisList } from './analysis-lists.ts'
import { membersOf } from './capture-set.ts'
import { useFindings } from './findings-store.ts'
import type { OpenCapture } from './open-capture.ts'
import { usePlace } from './place-store.ts'
import { shelved, shelfStore } from './shelf.ts'

/**
 * What became of the findings since the captures before the one that is shown, in their order: asks each of them for its own,
 * once all rules have been tried on the one that is shown. Null of one capture, and until all is known.
 */
export function useFindingCourses(): ComparedFindings | null {
  const rows = useFindings((findings) => findings.rows)
  const isDone = useFindings(({ status }) => status === 'done')
  const earlier = useEarlierSources()
  const libraries = useAnalysisList(libraryLists)
  const [found, setFound] = useState<{
    readonly key: string
    readonly lists: readonly FindingRow[][]
  } | null>(null)
  const key = earlier.join('\n')

  useEffect(() => {
    const wanted = new AbortController()
    const ask = async () => {
      const lists: FindingRow[][] = []
      for (const source of key.split('\n')) {
        const capture = shelved(source)
        if (!capture) return
        lists.push(await findingsOf(capture, libraries, wanted.signal))
      }
      if (!wanted.signal.aborted) setFound({ key, lists })
    }
    // One that cannot be asked, as it is being closed, leaves things as they are.
    if (isDone && key !== '') ask().catch(() => {})
    return () => wanted.abort()
  }, [isDone, key, libraries])

  return useMemo(
    () =>
      isDone && found && found.key === key && key !== '' ? compareFindings([...found.lists, rows]) : null,
    [isDone, found, key, rows],
  )
}

/** The sources of the captures before the one that is shown; none until all of them are ready. */
function useEarlierSources(): readonly string[] {
  const source = usePlace((place) => place.source)
  const set = usePlace((place) => place.set)
  const captures = shelfStore((shelf) => shelf.captures)
  return useMemo(() => {
    const sources = membersOf({ set, source, base: null, match: null }).map((member) => member.source)
    const earlier = sources.slice(0, Math.max(0, sources.indexOf(source ?? '')))
    return earlier.every((one) => captures[one]?.status === 'ready') ? earlier : []
  }, [source, set, captures])
}

async function findingsOf(
  { client }: OpenCapture,
  libraries: readonly string[],
  signal: AbortSignal,
): Promise<FindingRow[]> {
  const found: FindingRow[] = []
  for (const { name } of await client.ask('findingRules', [], signal)) {
    found.push(...(await client.ask('findingsOf', [name, libraries], signal)))
  }
  return found
}
