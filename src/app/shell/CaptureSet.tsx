import { Menu } from '@base-ui/react/menu'
import { Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { runCommand } from '../commands/commands.ts'
import { openSources } from '../state/captures.ts'
import { membersOf } from '../state/capture-set.ts'
import type { SetMember } from '../state/place.ts'
import { usePlace } from '../state/place-store.ts'
import { useMemberNames } from '../state/use-member-names.ts'
import { useRecent } from '../state/recent-store.ts'
import { Button } from '../ui/Button.tsx'
import menu from '../ui/table/RowMenu.module.css'
import { CaptureChip } from './CaptureChip.tsx'
import styles from './CaptureSet.module.css'
import { RenameDialog } from './RenameDialog.tsx'

/** The captures that are looked at together, earliest first, and a way to add one. */
export function CaptureSet() {
  const set = usePlace((place) => place.set)
  const shown = usePlace((place) => place.source)
  const current = useRef<HTMLLIElement>(null)
  useEffect(() => {
    // On a narrow page there is room for two or three.
    if (shown !== null) current.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [shown])
  const names = useMemberNames()
  const [renaming, setRenaming] = useState<SetMember | null>(null)
  return (
    <>
      {set.length > 0 ? (
        <ul className={styles['set']} aria-label="Captures">
          {set.map((member, index) => (
            <li key={member.source} ref={member.source === shown ? current : null}>
              <CaptureChip
                member={member}
                index={index}
                name={names.get(member.source) ?? ''}
                onRename={() => setRenaming(member)}
              />
            </li>
          ))}
        </ul>
      ) : null}
      <AddMenu />
      {renaming ? (
        <RenameDialog
          member={renaming}
          name={names.get(renaming.source) ?? ''}
          onClose={() => setRenaming(null)}
        />
      ) : null}
    </>
  )
}

/** Adds a capture from a file, or one that this browser keeps. */
function AddMenu() {
  const place = usePlace((now) => now)
  const captures = useRecent((recent) => recent.captures) ?? []
  const sources = new Set(membersOf(place).map(({ source }) => source))
  const others = captures.filter(
    ({ id, addresses }) => ![id, ...addresses].some((address) => sources.has(`recent:${address}`)),
  )
  return (
    <Menu.Root>
      <Menu.Trigger
        render={
          <Button
            look="icon"
            className={styles['add']}
            aria-label="Add a capture to compare"
            title="Add a capture to compare"
          />
        }
      >
        <Plus aria-hidden="true" size={15} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu['positioner'] ?? ''} sideOffset={4}>
          <Menu.Popup className={menu['popup'] ?? ''}>
            <Menu.Item className={menu['item'] ?? ''} onClick={() => runCommand('add')}>
              Add files…
            </Menu.Item>
            {others.map(({ id, name }) => (
              <Menu.Item
                key={id}
                className={menu['item'] ?? ''}
                onClick={() => openSources([`recent:${id}`], 'beside')}
              >
                <bdi>{name}</bdi>
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
