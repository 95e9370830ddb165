import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useState } from 'react'
import { HeapError } from '#engine/base/error.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import { go, usePlace } from '../state/place-store.ts'
import { clearSelection, undoSelection, withoutStep } from '../state/selection.ts'
import { useAnswer } from '../state/use-answer.ts'
import { Button } from '../ui/Button.tsx'
import { ByteText } from '../ui/ByteText.tsx'
import { formatCountOf } from '../ui/format.ts'
import { DeepFigure } from './DeepFigure.tsx'
import styles from './SelectionBar.module.css'

/** Lists that are about the selection: see `useScope`. */
const OF_SELECTION = { of: 'selection' }

/**
 * The selected objects in figures, how they were selected, and what can be asked about them. On a narrow page the
 * figures alone, until one asks for the rest.
 */
export function SelectionBar() {
  const terms = usePlace((place) => place.selection)
  return terms.length === 0 ? null : <Bar terms={terms} />
}

function Bar({ terms }: { readonly terms: readonly Term[] }) {
  const [folded, setFolded] = useState(true)
  const Chevron = folded ? ChevronUp : ChevronDown
  return (
    <section className={styles['bar']} aria-label="Selection" data-folded={folded || undefined}>
      <div className={styles['head']}>
        <Figures terms={terms} />
        <DeepFigure key={JSON.stringify(terms)} terms={terms} />
        <Button
          look="icon"
          className={styles['fold']}
          aria-expanded={!folded}
          aria-label="Steps of the selection, and what to ask about it"
          onClick={() => setFolded(!folded)}
        >
          <Chevron aria-hidden="true" size={16} />
        </Button>
      </div>
      <ol className={styles['steps']} aria-label="How it was selected">
        {terms.map(({ op, query }, index) => (
          <li key={query} className={styles['step']}>
            <span className={styles['op']}>{op === '+' ? 'with' : 'without'}</span>
            <bdi dir="ltr" className={styles['query']} title={query}>
              {query}
            </bdi>
            <Button
              look="icon"
              className={styles['drop']}
              aria-label={`Leave out ${query}`}
              onClick={() => withoutStep(index)}
            >
              <X aria-hidden="true" size={12} />
            </Button>
          </li>
        ))}
      </ol>
      <div className={styles['tools']}>
        <Button onClick={() => go({ view: 'objects', filter: '', options: OF_SELECTION })}>Objects</Button>
        <Button onClick={() => go({ view: 'classes', filter: '', open: [], options: OF_SELECTION })}>
          Classes
        </Button>
        <Button onClick={() => go({ view: 'retainers' })}>Retainers</Button>
        <Button onClick={undoSelection} title="Take back the last step of the selection">
          Undo
        </Button>
        <Button onClick={clearSelection}>Clear</Button>
      </div>
    </section>
  )
}

function Figures({ terms }: { readonly terms: readonly Term[] }) {
  const { value, error, pending } = useAnswer('selection', terms)
  if (error) {
    const words =
      error instanceof HeapError && error.code === 'bad-filter' ? error.message : 'It cannot be told.'
    return (
      <p role="status" className={styles['error']}>
        {words}
      </p>
    )
  }
  if (!value) {
    return (
      <p role="status" className={styles['figures']}>
        Adding up the selection…
      </p>
    )
  }
  return (
    <p role="status" aria-busy={pending} className={styles['figures']}>
      <strong>{formatCountOf(value.count, 'object')}</strong>
      <span className={styles['shallow']}>
        <ByteText value={value.shallowSize} /> shallow
      </span>
      <span
        title={`${formatCountOf(value.freed, 'object')} would be freed if all of them went away together`}
      >
        <ByteText value={value.retainedSize} /> retained together
      </span>
    </p>
  )
}
