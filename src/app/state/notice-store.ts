import { create } from 'zustand'

/** A short sentence about something that just happened, shown for a while and read out. */
interface NoticeState {
  readonly text: string | null
  /** Counts notices, so that the same sentence twice is two notices. */
  readonly count: number
}

const noticeStore = create<NoticeState>(() => ({ text: null, count: 0 }))

export function useNotice(): NoticeState {
  return noticeStore()
}

export function notify(text: string): void {
  noticeStore.setState(({ count }) => ({ text, count: count + 1 }))
}

export function dismissNotice(): void {
  noticeStore.setState({ text: null })
}
