import { MIXES, SHARES } from '#app/ui/cells/growth-look.ts'
import { Explain } from '#app/ui/Explain.tsx'
import styles from './GrowthIcicle.module.css'

const HOW =
  'A cell grows by the objects in it that are new, less those it owned that are deleted, and by what its objects’ own sizes changed. So cells add up to the change of the whole heap, and what only moved from one owner to another counts where it is now.'

/** What the colours of the icicle mean. */
export function GrowthLegend() {
  return (
    <ul className={styles['legend']} aria-label="What the colours mean">
      <li>
        <Steps color="--growth" />
        <Explain words={HOW} focusable>
          grown
        </Explain>
      </li>
      <li>
        <Steps color="--shrinkage" />
        shrunk
      </li>
      <li>stronger from {SHARES.map((share) => `${share * 100}%`).join(', ')} of it on</li>
      <li>
        <span className={styles['unchanged']} aria-hidden="true" />
        unchanged
      </li>
      <li>
        <span className={styles['new']} aria-hidden="true" />
        hatched: the part that is new
      </li>
    </ul>
  )
}

function Steps({ color }: { readonly color: '--growth' | '--shrinkage' }) {
  return (
    <span className={styles['steps']} aria-hidden="true">
      {MIXES.map((part) => (
        <span
          key={part}
          style={{ background: `color-mix(in srgb, var(${color}) ${part}%, var(--surface))` }}
        />
      ))}
    </span>
  )
}
