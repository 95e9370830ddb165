import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { COMMANDS } from '../commands/commands.ts'
import { showOverlay, useOverlay } from '../state/overlay-store.ts'
import styles from './CheatSheet.module.css'
import { Keys } from '../ui/Keys.tsx'
import overlay from '../ui/Overlay.module.css'

/** Keys that belong to the parts of the page rather than to a command. */
const IN_PLACE: readonly (readonly [keys: string, does: string])[] = [
  ['↑ ↓', 'Move in a table, tree or list'],
  ['→ ←', 'Open and close a row'],
  ['Enter', 'Select the row’s object'],
  ['x', 'Select only the row’s objects'],
  ['+ -', 'Add them to the selection, take them away'],
  ['$mod+c', 'Copy the row'],
  ['Esc', 'Close what lies on top'],
]

/** All keyboard shortcuts. */
export function CheatSheet() {
  const open = useOverlay() === 'keys'
  return (
    <Dialog.Root open={open} onOpenChange={(next) => showOverlay(next ? 'keys' : null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={overlay['veil'] ?? ''} />
        <Dialog.Popup className={overlay['popup'] ?? ''}>
          <header className={styles['head']}>
            <Dialog.Title>Keyboard shortcuts</Dialog.Title>
            <Dialog.Close className={styles['close']} aria-label="Close">
              <X aria-hidden="true" size={16} />
            </Dialog.Close>
          </header>
          <section className={styles['list']} aria-label="All keys" tabIndex={0}>
            <dl>
              {COMMANDS.map(({ id, title, keys }) =>
                keys?.[0] ? <Line key={id} keys={keys[0]} does={title} /> : null,
              )}
              {IN_PLACE.map(([keys, does]) => (
                <Line key={keys} keys={keys} does={does} />
              ))}
            </dl>
          </section>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Line({ keys, does }: { readonly keys: string; readonly does: string }) {
  return (
    <div>
      <dt>{does}</dt>
      <dd>
        <Keys keys={keys} />
      </dd>
    </div>
  )
}
