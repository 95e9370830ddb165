import { useMemo } from 'react'
import type { FindingRow } from '#engine/model/finding-rows.ts'
import { useFindings } from './findings-store.ts'
import { useMuted } from './muted-store.ts'

/** The findings that nobody muted, the worst first. */
export function useCountedFindings(): readonly FindingRow[] {
  const rows = useFindings((findings) => findings.rows)
  const muted = useMuted()
  return useMemo(() => rows.filter(({ key }) => !muted.has(key)), [rows, muted])
}
