import { create } from 'zustand'

/** How many searches are remembered. */
const MOST = 8

/** What was looked for in this tab, the last first. It is kept nowhere else: it may hold what stands in a heap. */
export const searchHistory = create<readonly string[]>(() => [])

export function rememberSearch(text: string): void {
  const wanted = text.trim()
  if (wanted === '') return
  searchHistory.setState((before) => [wanted, ...before.filter((one) => one !== wanted)].slice(0, MOST), true)
}
