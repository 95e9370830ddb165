import { CloudDownload } from 'lucide-react'
import { leaveCapture } from '../state/captures.ts'
import { allowLoading } from '../state/url-store.ts'
import { formatCountOf } from '../ui/format.ts'
import type { UrlSource } from '../url/url-source.ts'
import { Asking } from './Asking.tsx'
import styles from './Asking.module.css'

/** Asks before captures are loaded from other hosts that a link names. */
export function AskToLoad({ addresses }: { readonly addresses: readonly UrlSource[] }) {
  const hosts = [...new Set(addresses.map(({ host }) => host))]
  const what = addresses.length === 1 ? 'a capture' : formatCountOf(addresses.length, 'capture')
  const who = hosts.length === 1 ? hosts[0] : 'Each of these hosts'
  return (
    <Asking
      icon={CloudDownload}
      title={
        <>
          This link wants to load {what} from <bdi>{listed(hosts)}</bdi>
        </>
      }
      yes="Load"
      no="Cancel"
      onYes={allowLoading}
      onNo={leaveCapture}
    >
      <ul className={styles['list']} aria-label="What would be loaded">
        {addresses.map(({ href }) => (
          <li key={href}>
            <bdi>{href}</bdi>
          </li>
        ))}
      </ul>
      <p className={styles['means']}>
        <bdi>{who}</bdi> sees what is loaded there, from which network address, and that a page at{' '}
        {location.host} asked. Nothing is sent along: no cookies, nothing of what you have opened here. What
        is loaded is read in this browser. The answer holds for this tab.
      </p>
    </Asking>
  )
}

function listed(hosts: readonly string[]): string {
  if (hosts.length < 2) return hosts[0] ?? ''
  if (hosts.length > 3) return `${hosts.length} hosts`
  return `${hosts.slice(0, -1).join(', ')} and ${hosts.at(-1)!}`
}
