import { RotateCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { LocalTarget } from '#protocol/local-capture.ts'
import { refreshTargets, stopCapture, takeCapture, useLocalCapture } from '../state/local-capture.ts'
import { Button } from '../ui/Button.tsx'
import { formatBytes } from '../ui/format.ts'
import styles from './CaptureList.module.css'

/** A process this large stands still for long, so it is asked for twice. */
const LARGE = 1 << 30

/** The processes of this machine, where the page was opened by an address that lets it capture them. */
export function LocalProcesses() {
  const isAllowed = useLocalCapture(({ token }) => token !== null)
  const targets = useLocalCapture((state) => state.targets)
  const problem = useLocalCapture((state) => state.problem)
  useEffect(() => {
    if (isAllowed) void refreshTargets()
  }, [isAllowed])
  if (!isAllowed) return null
  return (
    <section className={styles['section']} aria-labelledby="local">
      <div className={styles['head']}>
        <h2 id="local">Processes of this machine</h2>
        <Button look="text" onClick={() => void refreshTargets()}>
          <RotateCw aria-hidden="true" size={13} />
          Look again
        </Button>
      </div>
      {problem === null ? null : (
        <p role="alert" className={styles['empty']}>
          {problem}
        </p>
      )}
      {targets && targets.length > 0 ? (
        <ul className={styles['list']}>
          {targets.map((target) => (
            <Entry key={target.id} target={target} />
          ))}
        </ul>
      ) : null}
      {targets?.length === 0 && problem === null ? (
        <p className={styles['empty']}>
          No Node or Python process of yours runs, and no browser listens on port 9222 (Chrome does with{' '}
          <code>--remote-debugging-port=9222</code> and a <code>--user-data-dir</code> of its own).
        </p>
      ) : null}
      <p className={styles['note']}>
        A process of Node and a page stand still while they are captured, Python for milliseconds, while a
        fork of it takes memory of its own. The capture goes into this page alone.
      </p>
    </section>
  )
}

function Entry({ target }: { readonly target: LocalTarget }) {
  const { name, pid, resident, needs } = target
  const taking = useLocalCapture((state) => state.taking)
  const [isAsked, setAsked] = useState(false)
  const isMine = taking?.id === target.id
  const isLarge = resident !== null && resident > LARGE
  const press = () => {
    if (isLarge && !isAsked) return setAsked(true)
    setAsked(false)
    void takeCapture(target)
  }
  const what = pid === null ? name : `process ${pid}`
  return (
    <li className={styles['entry']}>
      <div className={styles['open']}>
        <bdi className={styles['name']} title={name}>
          {name}
        </bdi>
        <span className={styles['size']} title="Memory of the process, as the system counts it">
          {resident === null ? '' : formatBytes(resident)}
        </span>
        <span className={styles['about']} aria-live="polite">
          {isMine ? `capturing… ${formatBytes(taking.bytes)}` : isAsked ? costOf(target) : whatIs(target)}
        </span>
      </div>
      <span className={styles['take']}>
        {isMine ? (
          <Button aria-label={`Stop capturing ${what}`} onClick={stopCapture}>
            Stop
          </Button>
        ) : needs !== null ? null : (
          <Button aria-label={`Capture ${what}`} disabled={taking !== null} onClick={press}>
            {isAsked ? 'Capture it all the same' : 'Capture'}
          </Button>
        )}
      </span>
    </li>
  )
}

function whatIs({ kind, pid, needs }: LocalTarget): string {
  if (kind === 'page') return 'a page of the browser on port 9222'
  const what = `${kind === 'node' ? 'Node' : 'Python'}, process ${pid}`
  return needs === null ? what : `${what}. ${needs}`
}

/** What a large process is asked for twice for. */
function costOf({ kind, resident }: LocalTarget): string {
  const takes = `It takes ${formatBytes(resident ?? 0)}`
  return kind === 'python'
    ? `${takes}; its fork may take as much again, for some minutes.`
    : `${takes} and may stand still for a minute or more.`
}
