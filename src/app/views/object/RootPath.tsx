import type { PathStep } from '#engine/model/rows.ts'
import { CopyButton } from '#app/ui/CopyButton.tsx'
import { pathMarkdown, pathText } from '#app/ui/path-text.ts'
import { OtherPaths } from '#app/ui/path/OtherPaths.tsx'
import { PathChain } from '#app/ui/path/PathChain.tsx'
import styles from '#app/ui/path/PathChain.module.css'

interface RootPathProps {
  readonly node: number
  /** Null while it is not computed yet; empty where only weak references lead here. */
  readonly path: readonly PathStep[] | null
}

/** Why an object is alive: a shortest path of references from the root down to it, and how else it is held. */
export function RootPath({ node, path }: RootPathProps) {
  return (
    <section className={styles['section']} aria-labelledby="why-alive">
      <div className={styles['heading']}>
        <h3 id="why-alive">Why is it alive?</h3>
        {path && path.length > 0 ? (
          <CopyButton text={pathText(path)} what="path" markdown={pathMarkdown(path)} />
        ) : null}
      </div>
      <PathBody node={node} path={path} />
    </section>
  )
}

function PathBody({ node, path }: RootPathProps) {
  if (path === null) return <p className={styles['words']}>The path from the root is still being computed.</p>
  if (path.length > 0) {
    return (
      <>
        <PathChain path={path} label="Path from the root to this object" />
        <OtherPaths node={node} />
      </>
    )
  }
  return (
    <p className={styles['words']}>
      Nothing keeps it alive: no path leads here from the root, or only weak references do. It can be freed at
      the next garbage collection.
    </p>
  )
}
