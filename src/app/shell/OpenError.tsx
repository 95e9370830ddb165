import { TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { HeapError } from '#engine/base/error.ts'
import { runCommand } from '../commands/commands.ts'
import { giveUp, openAgain, tryAgain } from '../state/captures.ts'
import { useHeap } from '../state/heap-store.ts'
import { usePlace } from '../state/place-store.ts'
import { urlSourceOf } from '../state/url-store.ts'
import { Button } from '../ui/Button.tsx'
import styles from './OpenError.module.css'

/** Why a file could not be opened: the sentence itself says where in it, and what to do. */
export function OpenError({ error }: { readonly error: HeapError }) {
  const file = useHeap((heap) => heap.file?.name ?? 'This capture')
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.focus(), [error])
  const { code } = error
  const isElsewhere = usePlace(({ source }) => urlSourceOf(source) !== null)
  const tooBig = code === 'too-big' || code === 'out-of-memory'
  return (
    <section ref={box} tabIndex={-1} role="alert" className={styles['error']} aria-labelledby="error-title">
      <TriangleAlert aria-hidden="true" size={18} />
      <div className={styles['words']}>
        <h2 id="error-title">
          <bdi>{file}</bdi> {code === 'too-big' ? 'needs more memory than there is' : 'could not be opened'}
        </h2>
        <p>{error.message}</p>
        {tooBig ? (
          <p className={styles['offer']}>
            The shallow histogram shows classes and objects with their own sizes. It does not know what keeps
            them alive.
          </p>
        ) : null}
        <div className={styles['actions']}>
          {tooBig ? (
            <Button look="primary" onClick={() => openAgain('shallow')}>
              Show the shallow histogram
            </Button>
          ) : null}
          {code === 'too-big' ? <Button onClick={() => openAgain('anyway')}>Try anyway</Button> : null}
          {isElsewhere && !tooBig ? (
            <Button look="primary" onClick={tryAgain}>
              Try again
            </Button>
          ) : null}
          <Button look={tooBig ? 'text' : 'plain'} onClick={() => runCommand('open')}>
            Open another file
          </Button>
          <Button look="text" onClick={giveUp}>
            Dismiss
          </Button>
        </div>
      </div>
    </section>
  )
}
