import { idText } from '#engine/base/id-text.ts'
import type { FindingRow, Role, RoleStep } from '#engine/model/finding-rows.ts'
import { go } from '#app/state/place-store.ts'
import { Button } from '#app/ui/Button.tsx'
import { formatCount, formatCountOf } from '#app/ui/format.ts'
import { CodeText } from '#app/ui/WordsText.tsx'
import styles from './KeptBy.module.css'

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  root: 'root',
  global: 'global object',
  module: 'module',
  class: 'class',
  function: 'function',
  container: 'container',
  engine: 'internal',
  object: 'object',
}

/** The reference that keeps it, where life goes on too long on the way to it, and all steps from the root. */
export function KeptBy({ finding: { reference, path, skipped } }: { readonly finding: FindingRow }) {
  if (reference === null) return <>No path of references leads to it.</>
  const at = path.findIndex(({ faulty }) => faulty)
  const from = path.slice(0, Math.max(at, 0)).findLast(({ role }) => role !== 'engine')
  const start = path.slice(0, skipped.after)
  const rest = path.slice(skipped.after)
  return (
    <>
      <CodeText text={reference} />
      {from ? <Faulty from={from} to={path[at]!} /> : null}
      <details className={styles['steps']}>
        <summary>{formatCountOf(path.length + skipped.count, 'step')} from the root</summary>
        <ol>
          {start.map((step) => (
            <Step key={step.id} step={step} />
          ))}
          {skipped.count > 0 ? (
            <li className={styles['skipped']}>{formatCount(skipped.count)} more are not shown</li>
          ) : null}
          {rest.map((step) => (
            <Step key={step.id} step={step} />
          ))}
        </ol>
        <p className={styles['legend']}>
          ◆ every path comes through here: without the reference that leads to it, all of it would be freed
        </p>
      </details>
    </>
  )
}

function Faulty({ from, to }: { readonly from: RoleStep; readonly to: RoleStep }) {
  return (
    <p className={styles['faulty']}>
      Life goes on too long at <CodeText text={to.text} />, on the way from the {ROLE_WORDS[from.role]}{' '}
      <CodeText text={from.text} /> to the <CodeText text={to.className} />.
    </p>
  )
}

function Step({ step }: { readonly step: RoleStep }) {
  const { text, className, id, role, whose, dominator, faulty } = step
  return (
    <li className={styles['step']} data-faulty={faulty || undefined}>
      <span className={styles['mark']}>{dominator ? '◆' : ''}</span>
      <span>
        <CodeText text={text} /> <span className={styles['role']}>{ROLE_WORDS[role]}</span>{' '}
        <CodeText text={className} />{' '}
        <Button look="text" onClick={() => go({ selected: id })}>
          {idText(id)}
        </Button>
        {whose === 'own' ? <span className={styles['role']}> your code</span> : null}
        {faulty ? <strong> life goes on too long here</strong> : null}
      </span>
    </li>
  )
}
