import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { availableCommands, type Command } from '../commands/commands.ts'
import { showOverlay, useOpening, useOverlay } from '../state/overlay-store.ts'
import { Keys } from '../ui/Keys.tsx'
import overlay from '../ui/Overlay.module.css'
import styles from './Palette.module.css'

/** Every command, found by typing a part of its name. */
export function Palette() {
  const open = useOverlay() === 'palette'
  const opening = useOpening()
  return (
    <Dialog.Root open={open} onOpenChange={(next) => showOverlay(next ? 'palette' : null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={overlay['veil'] ?? ''} />
        <Dialog.Popup className={overlay['popup'] ?? ''} aria-label="Commands">
          <CommandList key={opening} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function CommandList() {
  const run = (command: Command) => {
    showOverlay(null)
    // After the dialog has given the focus back, so that a command may move it.
    setTimeout(command.run)
  }
  return (
    <Autocomplete.Root
      open
      inline
      items={availableCommands().filter(({ id }) => id !== 'palette')}
      itemToStringValue={(command) => command.title}
      autoHighlight="always"
      keepHighlight
    >
      <Autocomplete.Input
        className={styles['input']}
        aria-label="Search commands"
        placeholder="What do you want to do?"
      />
      <Autocomplete.Empty className={styles['empty']}>No command has this in its name.</Autocomplete.Empty>
      <Autocomplete.List className={styles['list']} aria-label="Commands">
        {(command: Command) => (
          <Autocomplete.Item
            key={command.id}
            value={command}
            className={styles['item']}
            onClick={() => run(command)}
          >
            <span className={styles['group']}>{command.group}</span>
            <span className={styles['title']}>{command.title}</span>
            {command.keys?.[0] ? <Keys keys={command.keys[0]} /> : null}
          </Autocomplete.Item>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  )
}
