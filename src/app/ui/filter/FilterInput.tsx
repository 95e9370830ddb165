import { Autocomplete } from '@base-ui/react/autocomplete'
import { useLayoutEffect, useRef, useState } from 'react'
import type { TextSpan } from '#engine/base/error.ts'
import type { Completion } from '#engine/query/complete-filter.ts'
import styles from './FilterInput.module.css'
import type { FilterSchema } from './filter-schema.ts'
import { MarkedText } from './MarkedText.tsx'
import { useCompletions } from './use-completions.ts'

interface FilterInputProps {
  readonly label: string
  readonly placeholder: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** What can be filtered by; null where only texts are looked for. */
  readonly table: FilterSchema | null
  readonly invalid: boolean
  /** Which characters are wrong, if that is known. */
  readonly wrong: TextSpan | undefined
  /** The id of the element that says what came of it. */
  readonly describedBy: string
}

/**
 * An input for the filter language: offers fields, words and class names while one types, and marks what is wrong. Enter
 * takes what is highlighted, and only that; Escape closes the list, then clears the text.
 */
export function FilterInput(props: FilterInputProps) {
  const { value, onChange, table } = props
  const input = useRef<HTMLInputElement>(null)
  const [cursor, setCursor] = useState(value.length)
  const [open, setOpen] = useState(false)
  const [scrolled, setScrolled] = useState(0)
  // Set by a choice: where the cursor goes once the text is there, and that the list stays for what may follow.
  const chosen = useRef<number | null>(null)
  const items = useCompletions(value, Math.min(cursor, value.length), open ? table : null)

  useLayoutEffect(() => {
    if (chosen.current === null) return
    input.current?.setSelectionRange(chosen.current, chosen.current)
    setCursor(chosen.current)
    chosen.current = null
  }, [value])

  const choose = (item: Completion) => {
    chosen.current = item.cursor
    onChange(item.text)
  }
  const showsList = open && items.length > 0
  return (
    <Autocomplete.Root
      items={items}
      filter={null}
      value={value}
      inline
      open={showsList}
      onOpenChange={(next) => setOpen(next || chosen.current !== null)}
      onValueChange={(next, { reason }) => {
        if (reason === 'item-press') return
        setOpen(true)
        onChange(next)
      }}
      itemToStringValue={(item) => item.text}
    >
      {/* In place and without a popup of the library's, which would hide the rest of the page from screen readers. */}
      <span
        className={styles['frame']}
        onBlur={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget)) setOpen(false)
        }}
      >
        {props.wrong ? <MarkedText text={value} wrong={props.wrong} scrolled={scrolled} /> : null}
        <Autocomplete.Input
          ref={input}
          className={styles['input']}
          placeholder={props.placeholder}
          aria-label={props.label}
          aria-expanded={showsList}
          aria-invalid={props.invalid}
          aria-describedby={props.describedBy}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? value.length)}
          onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.preventBaseUIHandler()
            if (showsList) event.stopPropagation()
            else if (value !== '') {
              event.stopPropagation()
              onChange('')
            }
            setOpen(false)
          }}
        />
        {showsList ? (
          <Autocomplete.List className={styles['list']} aria-label="What could be typed next">
            {(item: Completion) => (
              <Autocomplete.Item
                key={item.label}
                value={item}
                className={styles['item']}
                onClick={() => choose(item)}
              >
                <bdi dir="ltr" className={styles['label']}>
                  {item.label}
                </bdi>
                <span className={styles['help']}>{item.help}</span>
              </Autocomplete.Item>
            )}
          </Autocomplete.List>
        ) : null}
      </span>
    </Autocomplete.Root>
  )
}
