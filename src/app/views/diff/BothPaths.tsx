import { idText } from '#engine/base/id-text.ts'
import { useEffect, useRef, useState } from 'react'
import { X } from 'lucide-react'
import type { PathStep } from '#engine/model/rows.ts'
import { askBase } from '#app/state/base.ts'
import { ask } from '#app/state/heap-store.ts'
import { setOptions } from '#app/state/place-store.ts'
import { useOptions } from '#app/state/use-options.ts'
import { Button } from '#app/ui/Button.tsx'
import { messageOf } from '#app/ui/message-of.ts'
import { PathChain } from '#app/ui/path/PathChain.tsx'
import { useAskKey } from '#app/ui/use-ask-key.ts'
import styles from './BothPaths.module.css'
import { OPTIONS } from './options.ts'
import { useSameScroll } from './use-same-scroll.ts'

/** Why an object is alive, in the base and in the target, side by side; they scroll together. */
export function BothPaths() {
  const { was, is } = useOptions(OPTIONS)
  const left = useRef<HTMLDivElement>(null)
  const right = useRef<HTMLDivElement>(null)
  const isShown = was !== null || is !== null
  useSameScroll(left, right, isShown)
  if (!isShown) return null
  return (
    <section className={styles['both']} aria-label="Paths in both captures">
      <div className={styles['head']}>
        <h2 className={styles['title']}>Why is it alive, in both?</h2>
        <Button
          look="icon"
          aria-label="Close the paths"
          title="Close"
          onClick={() => setOptions({ was: undefined, is: undefined })}
        >
          <X aria-hidden="true" size={14} />
        </Button>
      </div>
      <div className={styles['columns']}>
        <OnePath title="Base" id={was} side="base" box={left} />
        <OnePath title="Target" id={is} side="target" box={right} />
      </div>
    </section>
  )
}

interface OnePathProps {
  readonly title: string
  readonly id: string | null
  readonly side: 'base' | 'target'
  readonly box: React.RefObject<HTMLDivElement | null>
}

function OnePath({ title, id, side, box }: OnePathProps) {
  const path = usePath(id, side)
  return (
    <div
      ref={box}
      className={styles['path']}
      role="region"
      aria-label={`Path in the ${side}`}
      // A scrolled region is reached by keyboard.
      tabIndex={0}
    >
      <h3 className={styles['side']}>
        {title} {id === null ? null : <code>{id}</code>}
      </h3>
      {id === null ? (
        <p className={styles['words']}>It is not there.</p>
      ) : typeof path === 'string' ? (
        <p className={styles['words']}>{path}</p>
      ) : (
        <PathChain path={path} label={`Path in the ${side}`} legend={false} elsewhere={side === 'base'} />
      )}
    </div>
  )
}

/** The path, or what to say where there is none. */
function usePath(id: string | null, side: 'base' | 'target'): readonly PathStep[] | string {
  const key = useAskKey()
  const [found, setFound] = useState<readonly PathStep[] | string>('…')
  useEffect(() => {
    let wanted = true
    const settle = (value: readonly PathStep[] | string) => {
      if (wanted) setFound(value)
    }
    if (id !== null)
      pathOf(Number(id.slice(1)), side).then(settle, (error: unknown) => settle(messageOf(error)))
    return () => {
      wanted = false
    }
  }, [id, side, key])
  return found
}

async function pathOf(id: number, side: 'base' | 'target'): Promise<readonly PathStep[] | string> {
  const node = side === 'base' ? await askBase('nodeById', id) : await ask('nodeById', id)
  if (!node) return `There is no object ${idText(id)}.`
  const { path } = side === 'base' ? await askBase('object', node.node) : await ask('object', node.node)
  if (path === null) return 'The path is still being computed.'
  return path.length > 0 ? path : 'Nothing keeps it alive but weak references.'
}
