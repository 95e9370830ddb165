import { Eye, EyeOff, Send } from 'lucide-react'
import { useState } from 'react'
import type { RedactionList } from '#engine/model/redaction-rows.ts'
import { libraryLists } from '../../state/libraries.ts'
import { mutedLists } from '../../state/muted-store.ts'
import { packables } from '../../state/packables.ts'
import type { PreviewSums } from '../../state/redaction.ts'
import { Button } from '../../ui/Button.tsx'
import { formatBytes, formatCountOf } from '../../ui/format.ts'
import { NameList } from './NameList.tsx'
import { ShareSwitches } from './ShareSwitches.tsx'
import styles from './ShareDialog.module.css'
import { type Preview, usePreview } from './use-preview.ts'

interface SharePreviewProps {
  readonly values: boolean
  readonly raw: boolean
  readonly onValues: (values: boolean) => void
  readonly onRaw: (raw: boolean) => void
}

/** What goes, what stays, what could still tell something; and what can be added. */
export function SharePreview({ values, raw, onValues, onRaw }: SharePreviewProps) {
  const preview = usePreview()
  const [list, setList] = useState<RedactionList | null>(null)
  const everything = values || raw
  return (
    <>
      <div className={styles['preview']}>
        <Goes preview={preview} values={values} raw={raw} />
        {everything ? null : <Stays preview={preview} />}
        {everything ? null : <Telling preview={preview} onList={setList} />}
      </div>
      {list && !everything && preview.state === 'known' ? (
        <NameList
          key={list}
          list={list}
          captures={preview.captures}
          keys={preview.keys}
          onClose={() => setList(null)}
        />
      ) : null}
      <ShareSwitches values={values} raw={raw} onValues={onValues} onRaw={onRaw} />
    </>
  )
}

function Goes({
  preview,
  values,
  raw,
}: {
  readonly preview: Preview
  readonly values: boolean
  readonly raw: boolean
}) {
  const sources = packables().map(({ source }) => source)
  const muted = sources.flatMap((source) => mutedLists.of(source)).length
  const libraries = new Set(sources.flatMap((source) => libraryLists.of(source))).size
  return (
    <section className={styles['side']} aria-labelledby="share-goes">
      <h3 id="share-goes">
        <Send aria-hidden="true" size={14} />
        What goes
      </h3>
      <ul>
        {raw ? (
          <li>
            <strong>The captures as they were opened</strong>, with every string and number in them.
          </li>
        ) : (
          <li>Objects, references, sizes, and what was worked out about them.</li>
        )}
        {raw ? null : <li>{namesThatGo(preview)}</li>}
        {values && !raw ? (
          <li>
            <strong>The values of all strings and numbers</strong>: passwords, tokens and personal data among
            them, if the program had any.
          </li>
        ) : null}
        <li>
          Title and note, what the captures are called, and where you are: view, filters, selection, as you
          typed them.
        </li>
        {muted > 0 ? (
          <li>
            {formatCountOf(muted, 'muted finding')} with the reasons that were given
            {raw || values ? '' : ', as far as rules find them without values'}.
          </li>
        ) : null}
        {libraries > 0 ? (
          <li>{formatCountOf(libraries, 'pattern')} of what libraries are, as they were typed.</li>
        ) : null}
      </ul>
    </section>
  )
}

function namesThatGo(preview: Preview): string {
  if (preview.state !== 'known') return 'Names of classes, functions, variables and properties.'
  const { classes, functions, variables, propertyNames } = preview.sums
  const parts = [
    formatCountOf(classes, 'class', 'classes'),
    formatCountOf(functions, 'function'),
    formatCountOf(variables, 'variable'),
    formatCountOf(propertyNames, 'property', 'properties'),
  ]
  return `Names of ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}.`
}

function Stays({ preview }: { readonly preview: Preview }) {
  return (
    <section className={styles['side']} aria-labelledby="share-stays">
      <h3 id="share-stays">
        <EyeOff aria-hidden="true" size={14} />
        What stays here
      </h3>
      {preview.state === 'known' ? (
        <ul>
          {stays(preview.sums).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : (
        <Waiting preview={preview} />
      )}
    </section>
  )
}

function stays(sums: PreviewSums): string[] {
  const { values, valueBytes, keyNames, keyUses, urls, elements, lines: textLines } = sums
  const lines = [
    `${formatCountOf(values, 'value', 'values')} of strings and numbers (${formatBytes(valueBytes)}): each becomes its length and a mark that equal ones share.`,
  ]
  if (keyNames > 0)
    lines.push(
      `${formatCountOf(keyNames, 'property name')} that are data, as keys of dictionaries are (${formatCountOf(keyUses, 'use')}).`,
    )
  if (urls > 0)
    lines.push(`Queries, fragments and user names of ${formatCountOf(urls, 'address', 'addresses')}.`)
  if (elements > 0) lines.push(`Attributes of ${formatCountOf(elements, 'element')} of the page.`)
  if (textLines > 0) lines.push(`${formatCountOf(textLines, 'line')} of commands and source.`)
  return lines
}

interface TellingProps {
  readonly preview: Preview
  readonly onList: (list: RedactionList) => void
}

function Telling({ preview, onList }: TellingProps) {
  return (
    <section className={`${styles['side']} ${styles['wide']}`} aria-labelledby="share-telling">
      <h3 id="share-telling">
        <Eye aria-hidden="true" size={14} />
        What could still tell something
      </h3>
      <p>
        Names that programmers gave to classes, functions and properties, paths of source files, how long
        texts are and how many there are of what. Look through them:
      </p>
      {preview.state === 'known' ? (
        <p className={styles['lists']}>
          <Button look="text" onClick={() => onList('properties')}>
            {formatCountOf(preview.sums.propertyNames, 'property name')} that go
          </Button>
          <Button look="text" onClick={() => onList('files')}>
            {formatCountOf(preview.sums.files, 'file path')} that go
          </Button>
          <Button look="text" onClick={() => onList('keys')}>
            {formatCountOf(preview.sums.keyNames, 'name')} taken as data
          </Button>
        </p>
      ) : (
        <Waiting preview={preview} />
      )}
    </section>
  )
}

function Waiting({ preview }: { readonly preview: Preview }) {
  if (preview.state === 'failed')
    return (
      <p role="alert" className={styles['problem']}>
        {preview.message}
      </p>
    )
  return <p className={styles['quiet']}>Looking through the capture…</p>
}
