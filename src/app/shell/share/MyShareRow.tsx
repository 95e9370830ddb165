import { useState } from 'react'
import { forgetMyShare, linkOf, type MyShare } from '../../state/my-shares.ts'
import {
  cancelUpload,
  continueUpload,
  pauseUpload,
  resumeUpload,
  unshare,
  useUpload,
} from '../../state/upload-store.ts'
import { Button } from '../../ui/Button.tsx'
import { Bytes } from '../../ui/Bytes.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { formatPercent } from '../../ui/format.ts'
import { messageOf } from '../../ui/message-of.ts'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { ageText } from '../age-text.ts'
import styles from './ShareDialog.module.css'

/** One link, or an upload that is to become one. */
export function MyShareRow({ share }: { readonly share: MyShare }) {
  const { title, bytes, created } = share
  const [problem, setProblem] = useState<string | null>(null)
  const isOver = share.expires !== null && share.expires < Date.now()
  return (
    <li className={styles['share']}>
      <bdi className={styles['name']} title={title}>
        {title}
      </bdi>
      <span className={styles['quiet']}>
        <Bytes value={bytes === 0 ? null : bytes} />
      </span>
      <span className={styles['about']}>
        made {ageText(created, Date.now())}
        {share.done ? `, ${endWords(share, isOver)}` : ', not uploaded to its end'}
      </span>
      <span className={styles['actions']}>
        {share.done ? (
          <Shared share={share} isOver={isOver} onProblem={setProblem} />
        ) : (
          <Unfinished share={share} onProblem={setProblem} />
        )}
      </span>
      {problem ? (
        <p role="alert" className={styles['problem']}>
          {problem}
        </p>
      ) : null}
    </li>
  )
}

function endWords({ expires }: MyShare, isOver: boolean): string {
  if (expires === null) return 'never ends'
  const date = new Date(expires).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
  return isOver ? `ended on ${date}` : `ends on ${date}`
}

interface PartProps {
  readonly share: MyShare
  readonly onProblem: (problem: string | null) => void
}

function Shared({ share, isOver, onProblem }: PartProps & { readonly isOver: boolean }) {
  const [asking, setAsking] = useState(false)
  const link = linkOf(share)
  if (isOver)
    return (
      <Button look="text" onClick={() => forgetMyShare(share.name)}>
        Take off the list
      </Button>
    )
  if (asking)
    return (
      <>
        <Button
          look="text"
          onClick={() => {
            onProblem(null)
            unshare(share).catch((error: unknown) => onProblem(messageOf(error)))
          }}
        >
          Delete it for everybody
        </Button>
        <Button look="text" onClick={() => setAsking(false)}>
          Keep
        </Button>
      </>
    )
  return (
    <>
      {link ? <CopyButton text={link} what="link" /> : null}
      {link ? (
        <a href={link} target="_blank" rel="noreferrer">
          Open
        </a>
      ) : null}
      <Button look="text" aria-label={`Delete the share ${share.title}`} onClick={() => setAsking(true)}>
        Delete…
      </Button>
    </>
  )
}

const GONE =
  'What was to be uploaded is not in this browser any more, or another tab uploads it: share it again.'

function Unfinished({ share, onProblem }: PartProps) {
  const { name } = share
  const upload = useUpload(name)
  const cancel = (
    <Button look="text" onClick={() => void cancelUpload(name)}>
      Give up
    </Button>
  )
  const goOn = async () => {
    onProblem(null)
    if (!(await continueUpload(share))) onProblem(GONE)
  }
  if (!upload)
    return (
      <>
        <Button look="text" onClick={() => void goOn()}>
          Go on uploading
        </Button>
        {cancel}
      </>
    )
  const { state, done, total } = upload
  const fraction = total === 0 ? 0 : done / total
  return (
    <>
      <span className={styles['bar']}>
        <ProgressBar label={`Uploading ${share.title}`} fraction={fraction} thin />
      </span>
      <span className={styles['quiet']}>{formatPercent(done, total)}</span>
      {state === 'uploading' ? (
        <Button look="text" onClick={() => void pauseUpload(name)}>
          Pause
        </Button>
      ) : null}
      {state === 'paused' || state === 'stuck' ? (
        <Button look="text" onClick={() => resumeUpload(name)}>
          Go on
        </Button>
      ) : null}
      {cancel}
    </>
  )
}
