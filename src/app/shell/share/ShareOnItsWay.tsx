import { Pause, Play } from 'lucide-react'
import { linkOf, type MyShare, mySharesStore } from '../../state/my-shares.ts'
import { showOverlay } from '../../state/overlay-store.ts'
import {
  cancelUpload,
  pauseUpload,
  resumeUpload,
  type Uploading,
  useUpload,
} from '../../state/upload-store.ts'
import { Button } from '../../ui/Button.tsx'
import { Bytes } from '../../ui/Bytes.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import styles from './ShareDialog.module.css'
import { ShareLink } from './ShareLink.tsx'

interface ShareOnItsWayProps {
  readonly name: string
  readonly onAnother: () => void
}

/** A share on its way to the server, then its link. */
export function ShareOnItsWay({ name, onAnother }: ShareOnItsWayProps) {
  const upload = useUpload(name)
  const share = mySharesStore(({ shares }) => shares.find((one) => one.name === name))
  if (upload) return <OnItsWay name={name} upload={upload} onCancel={onAnother} />
  return share?.done ? <Done share={share} onAnother={onAnother} /> : null
}

const STATES: Readonly<Record<Uploading['state'], string>> = {
  sealing: 'Encrypting…',
  uploading: 'Uploading…',
  paused: 'Paused',
  stuck: 'Waiting',
}

interface OnItsWayProps {
  readonly name: string
  readonly upload: Uploading
  readonly onCancel: () => void
}

function OnItsWay({ name, upload, onCancel }: OnItsWayProps) {
  const { state, done, total, error, kept } = upload
  return (
    <>
      <div className={styles['body']}>
        <p className={styles['state']}>
          <strong role="status">{STATES[state]}</strong>
          <span className={styles['quiet']}>
            <Bytes value={done} /> of <Bytes value={total === 0 ? null : total} />
          </span>
        </p>
        <ProgressBar
          label={state === 'sealing' ? 'Encrypting' : 'Uploading'}
          fraction={total === 0 ? 0 : done / total}
        />
        {error ? (
          <p role="alert" className={styles['problem']}>
            {error.message}
          </p>
        ) : null}
        <p className={styles['quiet']}>
          {kept
            ? 'You may close this and go on working. After a reload it can go on from where it was, under “My shares”.'
            : 'You may close this and go on working, but not reload the page: this browser keeps no files for it.'}
        </p>
      </div>
      <footer className={styles['foot']}>
        <Button
          look="text"
          onClick={() => {
            void cancelUpload(name)
            onCancel()
          }}
        >
          Cancel the upload
        </Button>
        {state === 'uploading' ? (
          <Button onClick={() => void pauseUpload(name)}>
            <Pause aria-hidden="true" size={14} />
            Pause
          </Button>
        ) : null}
        {state === 'paused' || state === 'stuck' ? (
          <Button look="primary" onClick={() => resumeUpload(name)}>
            <Play aria-hidden="true" size={14} />
            Go on
          </Button>
        ) : null}
      </footer>
    </>
  )
}

function Done({ share, onAnother }: { readonly share: MyShare; readonly onAnother: () => void }) {
  const link = linkOf(share)
  return (
    <>
      <div className={styles['body']}>
        <p role="status">
          <strong>The link is ready.</strong> Whoever has it sees what you see now, and can look further.
        </p>
        {link ? <ShareLink link={link} /> : null}
        <p className={styles['quiet']}>
          {share.expires === null
            ? 'It does not end by itself.'
            : `It ends on ${new Date(share.expires).toLocaleString()}.`}{' '}
          You can copy or delete it under “My shares” in this browser.
        </p>
      </div>
      <footer className={styles['foot']}>
        <Button look="text" onClick={() => showOverlay('shares')}>
          My shares
        </Button>
        <Button onClick={onAnother}>Share again</Button>
        <Button look="primary" onClick={() => showOverlay(null)}>
          Done
        </Button>
      </footer>
    </>
  )
}
