import { Menu } from '@base-ui/react/menu'
import { ChevronDown } from 'lucide-react'
import { comparedWith, moved, showing, withoutCapture } from '../state/capture-set.ts'
import { useHeap } from '../state/heap-store.ts'
import type { CaptureState } from '../state/open-capture.ts'
import type { SetMember } from '../state/place.ts'
import { currentPlace, go, usePlace } from '../state/place-store.ts'
import { openShelvedAgain, useShelved } from '../state/shelf.ts'
import { Button } from '../ui/Button.tsx'
import menu from '../ui/table/RowMenu.module.css'
import styles from './CaptureSet.module.css'

interface CaptureChipProps {
  readonly member: SetMember
  /** Its place in the set. */
  readonly index: number
  readonly name: string
  readonly onRename: () => void
}

/** One of several captures: a click shows it, its menu gives it another role, place or name. */
export function CaptureChip({ member, index, name, onRename }: CaptureChipProps) {
  const { source } = member
  const isShown = usePlace((place) => place.source === source)
  const isBase = usePlace((place) => place.base === source)
  const count = usePlace((place) => place.set.length)
  const status = useHeap((heap) => heap.status)
  const loading = useHeap((heap) => heap.loading)
  const file = useHeap((heap) => heap.file)
  const shelved = useShelved(source)
  const state = isShown ? { status, loading, file, error: null } : shelved
  const fileName = state?.file?.name ?? name
  const letter = String.fromCharCode(65 + index)
  const role = isShown ? 'target' : isBase ? 'base' : null
  const change = (make: (place: ReturnType<typeof currentPlace>) => object) => go(make(currentPlace()))
  return (
    <div className={styles['chip']} data-shown={isShown || undefined}>
      <button
        type="button"
        className={styles['show']}
        aria-pressed={isShown}
        title={`${fileName}${stateWords(state)}`}
        onClick={() => change((place) => showing(place, source))}
      >
        <span className={styles['letter']} aria-hidden="true">
          {letter}
        </span>
        <bdi className={styles['name']}>{name}</bdi>
        <span className={styles['role']}>{role ?? ''}</span>
        <span className={styles['state']} data-failed={state?.status === 'failed' || undefined}>
          {stateText(state)}
        </span>
      </button>
      <Menu.Root>
        <Menu.Trigger
          render={<Button look="icon" className={styles['more']} aria-label={`What to do with ${name}`} />}
        >
          <ChevronDown aria-hidden="true" size={13} />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={menu['positioner'] ?? ''} sideOffset={4}>
            <Menu.Popup className={menu['popup'] ?? ''}>
              {isShown ? null : (
                <Item onClick={() => change((place) => showing(place, source))}>Show, as the target</Item>
              )}
              {isBase ? null : (
                <Item onClick={() => change((place) => comparedWith(place, source))}>
                  Compare with it, as the base
                </Item>
              )}
              {index > 0 ? (
                <Item onClick={() => change((place) => moved(place, source, -1))}>Move to earlier</Item>
              ) : null}
              {index < count - 1 ? (
                <Item onClick={() => change((place) => moved(place, source, 1))}>Move to later</Item>
              ) : null}
              <Item onClick={onRename}>Rename…</Item>
              {state?.status === 'failed' && !isShown ? (
                <Item onClick={() => openShelvedAgain(source)}>Try again to open it</Item>
              ) : null}
              <Item onClick={() => change((place) => withoutCapture(place, source))}>Take out</Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  )
}

function Item({ onClick, children }: { readonly onClick: () => void; readonly children: string }) {
  return (
    <Menu.Item className={menu['item'] ?? ''} onClick={onClick}>
      {children}
    </Menu.Item>
  )
}

type Known = Pick<CaptureState, 'status' | 'loading' | 'error'> | null

function stateText(state: Known): string {
  if (state === null || state.status === 'ready') return ''
  if (state.status === 'failed') return 'failed'
  return `${Math.floor((state.loading?.fraction ?? 0) * 100)}%`
}

function stateWords(state: Known): string {
  if (state?.status === 'failed') return `: ${state.error?.message ?? 'it could not be opened'}`
  return state === null || state.status === 'ready' ? '' : ', being opened'
}
