import { Popover } from '@base-ui/react/popover'
import { CircleHelp } from 'lucide-react'
import { fieldHelp, SYNTAX_HELP } from '#engine/query/filter-help.ts'
import { Button } from '../Button.tsx'
import styles from './FilterHelp.module.css'
import type { FilterSchema } from './filter-schema.ts'

interface FilterHelpProps {
  readonly table: FilterSchema
}

/** A button that explains the filter language and what this table can be filtered by. */
export function FilterHelp({ table }: FilterHelpProps) {
  return (
    <Popover.Root>
      <Popover.Trigger
        render={
          <Button
            look="icon"
            className={styles['trigger']}
            aria-label="How to filter"
            title="How to filter"
          />
        }
      >
        <CircleHelp size={14} aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner
          className={styles['positioner']}
          sideOffset={6}
          align="start"
          collisionPadding={8}
        >
          <Popover.Popup className={styles['popup']} tabIndex={0}>
            <Popover.Title className={styles['title']}>How to filter {table.rows}</Popover.Title>
            <dl className={styles['rows']}>
              {SYNTAX_HELP.map(({ example, help }) => (
                <Explained key={example} example={example} help={help} />
              ))}
            </dl>
            <h3 className={styles['heading']}>What can stand before a colon</h3>
            <dl className={styles['rows']}>
              {fieldHelp(table).map(({ names, example, help }) => (
                <Explained key={example} example={example} help={withAliases(help, names)} />
              ))}
            </dl>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function withAliases(help: string, [, ...aliases]: readonly string[]): string {
  return aliases.length === 0 ? help : `${help} Also ${aliases.map((name) => `${name}:`).join(', ')}.`
}

function Explained({ example, help }: { readonly example: string; readonly help: string }) {
  return (
    <>
      <dt className={styles['example']}>{example}</dt>
      <dd className={styles['help']}>{help}</dd>
    </>
  )
}
