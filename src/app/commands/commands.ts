import { heapStore, isOpen } from '../state/heap-store.ts'
import { isOpening } from '../state/open-capture.ts'
import { giveUp, leaveCapture, openFiles } from '../state/captures.ts'
import { membersOf, swapRoles } from '../state/capture-set.ts'
import { notify } from '../state/notice-store.ts'
import { currentPlace, go } from '../state/place-store.ts'
import { canUndoSelection, clearSelection, undoSelection } from '../state/selection.ts'
import { setTheme } from '../state/theme.ts'
import { isUrlSource } from '../url/url-source.ts'
import { VIEW_NAMES, VIEWS } from '../state/views.ts'
import { pickFiles } from '../client/pick-files.ts'
import { showOverlay } from '../state/overlay-store.ts'
import { shareIdIn } from '../url/page-folder.ts'

/** Something the user can do by name (palette), by key (shortcuts) and look up (cheat sheet). */
export interface Command {
  readonly id: string
  readonly title: string
  readonly group: 'Capture' | 'Go to' | 'Selection' | 'Page'
  /** As tinykeys writes them; the first is the one shown. */
  readonly keys?: readonly string[]
  /** Whether it can be done now; always, where there is none. */
  readonly when?: () => boolean
  readonly run: () => void
}

/** The id of the find box in the top bar. */
export const FIND_BOX = 'find'

const hasLists = () => isOpen(heapStore.getState().status)
const isBusy = () => isOpening(heapStore.getState().status)

/** Everything the page can be told to do, in the order it is listed. */
export const COMMANDS: readonly Command[] = [
  {
    id: 'open',
    title: 'Open a file…',
    group: 'Capture',
    keys: ['$mod+o'],
    run: () => void pickFiles().then((files) => openFiles(files)),
  },
  {
    id: 'add',
    title: 'Add captures to compare…',
    group: 'Capture',
    keys: ['$mod+Shift+o'],
    when: hasLists,
    run: () => void pickFiles().then((files) => openFiles(files, [], 'beside')),
  },
  {
    id: 'share',
    title: 'Share this analysis…',
    group: 'Capture',
    keys: ['Shift+S'],
    when: hasLists,
    run: () => showOverlay('share'),
  },
  { id: 'shares', title: 'My shares…', group: 'Capture', run: () => showOverlay('shares') },
  {
    id: 'swap',
    title: 'Swap base and target',
    group: 'Capture',
    when: () => currentPlace().base !== null,
    run: swapRoles,
  },
  {
    id: 'cancel',
    title: 'Cancel opening',
    group: 'Capture',
    when: isBusy,
    run: giveUp,
  },
  {
    id: 'close',
    title: 'Close the capture',
    group: 'Capture',
    when: () => hasLists() || heapStore.getState().status === 'failed',
    run: () => leaveCapture(),
  },
  {
    id: 'find',
    title: 'Find an object by @id, a class, or objects by a filter',
    group: 'Go to',
    keys: ['/', 'Shift+/'],
    when: hasLists,
    run: () => document.getElementById(FIND_BOX)?.focus(),
  },
  ...VIEW_NAMES.map((view): Command => ({
    id: view,
    title: VIEWS[view].title,
    group: 'Go to',
    keys: [VIEWS[view].keys],
    when: hasLists,
    run: () => go({ view }),
  })),
  {
    id: 'undo-selection',
    title: 'Take back the last step of the selection',
    group: 'Selection',
    keys: ['Shift+U'],
    when: canUndoSelection,
    run: undoSelection,
  },
  {
    id: 'clear-selection',
    title: 'Clear the selection',
    group: 'Selection',
    keys: ['Shift+X'],
    when: () => currentPlace().selection.length > 0,
    run: clearSelection,
  },
  { id: 'back', title: 'Back', group: 'Go to', keys: ['g b'], run: () => history.back() },
  { id: 'forward', title: 'Forward', group: 'Go to', keys: ['g f'], run: () => history.forward() },
  {
    id: 'palette',
    title: 'All commands',
    group: 'Page',
    keys: ['$mod+k'],
    run: () => showOverlay('palette'),
  },
  {
    id: 'keys',
    title: 'Keyboard shortcuts',
    group: 'Page',
    keys: ['Shift+?', '?'],
    run: () => showOverlay('keys'),
  },
  { id: 'maps', title: 'Source maps…', group: 'Page', run: () => showOverlay('maps') },
  { id: 'copy', title: 'Copy the address of this place', group: 'Page', keys: ['y'], run: copyAddress },
  { id: 'light', title: 'Theme: light', group: 'Page', run: () => setTheme('light') },
  { id: 'dark', title: 'Theme: dark', group: 'Page', run: () => setTheme('dark') },
  { id: 'system', title: 'Theme: as the system', group: 'Page', run: () => setTheme('system') },
]

/** The commands that can be done now. */
export function availableCommands(): readonly Command[] {
  return COMMANDS.filter((command) => command.when?.() ?? true)
}

export function runCommand(id: string): void {
  const command = COMMANDS.find((one) => one.id === id)
  if (command && (command.when?.() ?? true)) command.run()
}

const COPIED =
  'The address is copied. It opens this place on this machine only: to show it to others, share it.'
const COPIED_SHARED = 'The address is copied. It opens this place of the shared analysis for whoever has it.'
const COPIED_URL =
  'The address is copied. It opens this place wherever the captures can be loaded from their addresses.'

function isFromElsewhere(): boolean {
  return membersOf(currentPlace()).every(({ source }) => isUrlSource(source))
}

function copiedWords(): string {
  if (shareIdIn(location.pathname) !== null) return COPIED_SHARED
  return isFromElsewhere() ? COPIED_URL : COPIED
}

function copyAddress(): void {
  // Absent where the page is not served securely.
  const clipboard = navigator.clipboard as Clipboard | undefined
  const done = clipboard?.writeText(location.href) ?? Promise.reject(new Error('no clipboard'))
  done.then(
    () => notify(copiedWords()),
    () => notify('The browser did not let the page copy; the address is in the address bar.'),
  )
}
