import { useMemo } from 'react'
import { z } from 'zod'
import type { MutedFinding } from '#engine/model/finding-rows.ts'
import { storedLists } from '../client/analysis-lists.ts'
import { AnalysisLists, useAnalysisList } from './analysis-lists.ts'

const schema: z.ZodType<MutedFinding> = z.object({ key: z.string(), reason: z.string(), when: z.number() })

/** Findings that were muted, by capture. */
export const mutedLists = new AnalysisLists(storedLists('heapscope.muted.', schema), ({ key }) => key)

/** The findings of the capture that is shown which somebody muted, by their keys. */
export function useMuted(): ReadonlyMap<string, MutedFinding> {
  const muted = useAnalysisList(mutedLists)
  return useMemo(() => new Map(muted.map((one) => [one.key, one])), [muted])
}

/** Mutes a finding of the capture that is shown. */
export function mute(key: string, reason: string): void {
  mutedLists.add({ key, reason, when: Date.now() })
}
