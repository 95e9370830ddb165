import { type RefObject, useEffect } from 'react'

/** Makes two boxes scroll together while `on`: a scroll of one is passed on to the other. */
export function useSameScroll(
  a: RefObject<HTMLElement | null>,
  b: RefObject<HTMLElement | null>,
  on: boolean,
): void {
  useEffect(() => {
    const [first, second] = [a.current, b.current]
    if (!on || !first || !second) return undefined
    const stop = new AbortController()
    const follow = (from: HTMLElement, to: HTMLElement) =>
      from.addEventListener(
        'scroll',
        () => {
          // Setting what is there already raises no event, so that they do not go on answering each other.
          to.scrollTop = from.scrollTop
          to.scrollLeft = from.scrollLeft
        },
        { signal: stop.signal, passive: true },
      )
    follow(first, second)
    follow(second, first)
    return () => stop.abort()
  }, [a, b, on])
}
