import { idText } from '#engine/base/id-text.ts'
import type { NodeRow } from '#engine/model/rows.ts'
import { Explain } from './Explain.tsx'
import { KindBadge } from './KindBadge.tsx'
import { nodeTitle } from './node-title.ts'
import { explainName } from './plain-words.ts'
import { explainPythonName } from './python-words.ts'
import styles from './NodeName.module.css'

/** A node by its kind, name and id. Names from the heap are isolated: they may be of any script and direction. */
export function NodeName({ node }: { readonly node: NodeRow }) {
  const title = nodeTitle(node)
  const words = wordsFor(node)
  return (
    <span className={styles['node']}>
      <KindBadge kind={node.kind} />
      <span className={styles['words']}>
        <Explain words={words}>
          <bdi dir="ltr" className={styles['name']} title={words ? undefined : `${title} ${idText(node.id)}`}>
            {title}
          </bdi>
        </Explain>
        {node.detached && !title.startsWith('Detached ') ? (
          <span className={styles['detached']}>detached</span>
        ) : null}
        <span className={styles['id']}>{idText(node.id)}</span>
      </span>
    </span>
  )
}

function wordsFor(node: NodeRow): string | null {
  if (node.kind === 'string') return null
  const name = node.name || node.className
  return node.python ? explainPythonName(name, node.kind) : explainName(name)
}
