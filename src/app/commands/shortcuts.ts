import { tinykeys } from 'tinykeys'
import { overlayStore } from '../state/overlay-store.ts'
import { COMMANDS, runCommand } from './commands.ts'

/** A dialog that is closed, and seen until it has faded away. */
const FADING = '[role="dialog"][data-closed]'

/**
 * Binds the commands' keys. Keys without Ctrl or ⌘ are left to a field that is being typed in, and all are left to a
 * dialog that lies over the page. One that is closed but still fading, with the focus in it, takes none.
 * @returns unbinds them
 */
export function bindShortcuts(target: Window): () => void {
  const handlers = COMMANDS.flatMap(({ id, keys = [] }) =>
    keys.map((key) => {
      const handler = (event: KeyboardEvent) => {
        if (overlayStore.getState().overlay !== null || isInDialog(event.target)) return
        if (!key.includes('$mod') && isTyping(event.target)) return
        event.preventDefault()
        runCommand(id)
      }
      return [key, handler] as const
    }),
  )
  return tinykeys(target, Object.fromEntries(handlers))
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || target.closest(FADING)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(`[role="dialog"]:not(${FADING})`) !== null
}
