import { TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { HeapError } from '#engine/base/error.ts'
import { runCommand } from '../commands/commands.ts'
import { giveUp } from '../state/captures.ts'
import { useHeap } from '../state/heap-store.ts'
import { Button } from '../ui/Button.tsx'
import styles from './OpenError.module.css'

/** Why a file could not be opened: the sentence itself says where in it, and what to do. */
export function OpenError({ error }: { readonly error: HeapError }) {
  const file = useHeap((heap) => heap.file?.name ?? 'This capture')
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.focus(), [error])
  return (
    <section ref={box} tabIndex={-1} role="alert" className={styles['error']} aria-labelledby="error-title">
      <TriangleAlert aria-hidden="true" size={18} />
      <div className={styles['words']}>
        <h2 id="error-title">
          <bdi>{file}</bdi> could not be opened
        </h2>
        <p>{error.message}</p>
        <div className={styles['actions']}>
          <Button onClick={() => runCommand('open')}>Open another file</Button>
          <Button look="text" onClick={giveUp}>
            Dismiss
          </Button>
        </div>
      </div>
    </section>
  )
}
