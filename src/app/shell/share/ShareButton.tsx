import { Share2 } from 'lucide-react'
import { showOverlay } from '../../state/overlay-store.ts'
import { uploadStore } from '../../state/upload-store.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './ShareButton.module.css'

/** Opens sharing; while something is uploaded it says how far that is, and leads there. */
export function ShareButton() {
  const uploads = uploadStore((state) => state.uploads)
  const all = Object.values(uploads)
  const [first] = all
  if (!first)
    return (
      <Button
        className={styles['share']}
        aria-label="Share this analysis"
        title="Share this analysis (Shift S)"
        onClick={() => showOverlay('share')}
      >
        <Share2 aria-hidden="true" size={14} />
        <span className={styles['word']}>Share</span>
      </Button>
    )
  const total = all.reduce((sum, one) => sum + one.total, 0)
  const done = all.reduce((sum, one) => sum + one.done, 0)
  const percent = total === 0 ? 0 : Math.floor((100 * done) / total)
  return (
    <Button
      className={styles['share']}
      aria-label={`Uploads: ${percent}% done`}
      title="My shares"
      onClick={() => showOverlay('shares')}
    >
      <Share2 aria-hidden="true" size={14} />
      <span className={styles['percent']}>{percent}%</span>
    </Button>
  )
}
