import { startTransition, useEffect, useState } from 'react'
import type { HeapError } from '#engine/base/error.ts'
import type { Question, Questions } from '#protocol/worker.ts'
import type { TellFraction } from '../client/heap-client.ts'
import { askWhile, isOpen, useHeap } from './heap-store.ts'

export interface Answer<Value> {
  /** The last answer to this question, even while a newer one is pending; undefined before the first. */
  readonly value: Value | undefined
  readonly error: HeapError | null
  readonly pending: boolean
}

interface Settled {
  readonly capture: number
  readonly question: Question
  readonly key: string
  readonly value: unknown
  readonly error: HeapError | null
}

/**
 * Asks the open capture and keeps the answer up to date: asks again when the arguments change (compared by value) and
 * when more has become known. An answer that a newer question has overtaken is given up.
 */
export function useAnswer<Q extends Question>(
  question: Q,
  ...args: Parameters<Questions[Q]>
): Answer<ReturnType<Questions[Q]>> {
  return useAsked(question, args)
}

/** As `useAnswer`; `fraction` is how far the answer that is pending has come, 0 to 1, null where that is not known. */
export function useLongAnswer<Q extends Question>(
  question: Q,
  ...args: Parameters<Questions[Q]>
): Answer<ReturnType<Questions[Q]>> & { readonly fraction: number | null } {
  const [fraction, setFraction] = useState<number | null>(null)
  const answer = useAsked(question, args, setFraction)
  return { ...answer, fraction: answer.pending ? fraction : null }
}

/** @param tell always the same function */
function useAsked<Q extends Question>(
  question: Q,
  args: Parameters<Questions[Q]>,
  tell?: TellFraction,
): Answer<ReturnType<Questions[Q]>> {
  const capture = useHeap((heap) => heap.capture)
  const status = useHeap((heap) => heap.status)
  const [settled, setSettled] = useState<Settled | null>(null)
  const values = JSON.stringify(args)
  const key = `${status} ${values}`
  const answerable = isOpen(status)

  useEffect(() => {
    if (!answerable) return undefined
    const wanted = new AbortController()
    const settle = (value: unknown, error: HeapError | null) => {
      // What an answer changes may be much: it is drawn bit by bit, and the page answers meanwhile.
      if (!wanted.signal.aborted) startTransition(() => setSettled({ capture, question, key, value, error }))
    }
    const waiting = { signal: wanted.signal, ...(tell && { tell }) }
    askWhile(waiting, question, ...(JSON.parse(values) as Parameters<Questions[Q]>)).then(
      (value) => settle(value, null),
      (error: unknown) => settle(undefined, error as HeapError),
    )
    return () => wanted.abort()
  }, [capture, question, values, key, answerable, tell])

  const known = settled?.capture === capture && settled.question === question ? settled : null
  return {
    value: known?.value as ReturnType<Questions[Q]> | undefined,
    error: known?.error ?? null,
    pending: known?.key !== key,
  }
}
