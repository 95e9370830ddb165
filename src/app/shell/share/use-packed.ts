import { useEffect, useState } from 'react'
import { pack, type Packed, type PackOptions } from '../../state/pack.ts'
import { messageOf } from '../../ui/message-of.ts'

export type Packing =
  | { readonly state: 'packing'; readonly fraction: number }
  | { readonly state: 'packed'; readonly packed: Packed }
  | { readonly state: 'failed'; readonly message: string }

/** What is looked at, packed as asked for, and again when it is asked for otherwise. */
export function usePacked({ values, raw }: PackOptions): Packing {
  const [packing, setPacking] = useState<Packing>({ state: 'packing', fraction: 0 })
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    setPacking({ state: 'packing', fraction: 0 })
    // Reports come through another channel than the result and may be overtaken by it.
    const progress = (fraction: number) => {
      if (!signal.aborted)
        setPacking((now) => (now.state === 'packing' ? { state: 'packing', fraction } : now))
    }
    const work = async () => {
      try {
        const packed = await pack({ values, raw }, progress, signal)
        if (!signal.aborted) setPacking({ state: 'packed', packed })
      } catch (error) {
        if (!signal.aborted) setPacking({ state: 'failed', message: messageOf(error) })
      }
    }
    void work()
    return () => controller.abort()
  }, [values, raw])
  return packing
}
