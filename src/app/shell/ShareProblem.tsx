import {
  CloudOff,
  FileWarning,
  Hourglass,
  KeyRound,
  LinkIcon,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react'
import { useEffect } from 'react'
import type { ShareError, ShareErrorCode } from '#sharing/share-error.ts'
import { followShare, leaveShare } from '../state/follow-share.ts'
import { Asking } from './Asking.tsx'
import styles from './Asking.module.css'

interface Words {
  readonly title: string
  readonly icon: LucideIcon
  /** What one can do besides what the error itself says. */
  readonly advice: string
  /** Whether trying again may help. */
  readonly again: boolean
}

const DAMAGED: Words = {
  title: 'This shared analysis arrived damaged',
  icon: FileWarning,
  advice: 'Nothing of it is shown, since it cannot be told what was changed.',
  again: true,
}
const AWAY: Words = {
  title: 'The server cannot be reached',
  icon: CloudOff,
  advice: 'The share may well be there: it was not even asked for.',
  again: true,
}
const NO_LINK: Words = {
  title: 'This link is not whole',
  icon: LinkIcon,
  advice: 'Chat programs cut long links at times: ask for it as a file or in a message of its own.',
  again: false,
}

const WORDS: Readonly<Partial<Record<ShareErrorCode, Words>>> = {
  gone: {
    title: 'There is nothing at this link',
    icon: LinkIcon,
    advice: 'The share was deleted by whoever made it, or never was there. Ask for a new link.',
    again: false,
  },
  expired: {
    title: 'This link has expired',
    icon: Hourglass,
    advice: 'Shares are kept for as long as their sender chose. Ask for a new link.',
    again: false,
  },
  incomplete: {
    title: 'This share is still being uploaded',
    icon: Hourglass,
    advice: 'Try again when its sender says that it is done.',
    again: true,
  },
  'bad-link': NO_LINK,
  'bad-request': NO_LINK,
  'wrong-key': {
    title: 'The key in this link does not fit',
    icon: KeyRound,
    advice:
      'Only the whole link, with everything behind the #, opens the share. Nobody else can, not even the server.',
    again: false,
  },
  'cut-off': { ...DAMAGED, title: 'The download was cut off' },
  damaged: DAMAGED,
  offline: AWAY,
  unavailable: { ...AWAY, title: 'The server is out of order' },
  'too-many': { ...AWAY, title: 'The server asks for a pause', advice: 'Try again in a minute.' },
  'no-server': { ...AWAY, title: 'There is no sharing server here', again: false, advice: '' },
  cancelled: { title: 'Opening was cancelled', icon: LinkIcon, advice: '', again: true },
}

const OTHER: Words = { title: 'This share could not be opened', icon: TriangleAlert, advice: '', again: true }

/** Why a link could not be opened: each reason has its own words. */
export function ShareProblem({ error }: { readonly error: ShareError }) {
  const { title, icon, advice, again } = WORDS[error.code] ?? OTHER
  useEffect(() => {
    document.title = `${title} – Heapscope`
  }, [title])
  return (
    <Asking
      icon={icon}
      title={title}
      yes={again ? 'Try again' : null}
      no="Go to the start page"
      onYes={() => void followShare()}
      onNo={leaveShare}
    >
      <p role="alert">{error.message}</p>
      {advice ? <p className={styles['means']}>{advice}</p> : null}
    </Asking>
  )
}
