import { type RefObject, useState } from 'react'
import type { ExpiryDays, ServerConfig } from '#protocol/share-api.ts'
import { sealedLength } from '#sharing/sealed-layout.ts'
import { bundleOf, type Packed } from '../../state/pack.ts'
import { packables, whyNotPacked } from '../../state/packables.ts'
import { beginShare, uploadTokenFor } from '../../state/upload-store.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { download } from '../../ui/download.ts'
import { formatBytes, formatExactBytes } from '../../ui/format.ts'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { expiryWords } from './expiry-words.ts'
import styles from './ShareDialog.module.css'
import { SharePreview } from './SharePreview.tsx'
import { type Packing, usePacked } from './use-packed.ts'
import { type Server, useServer } from './use-server.ts'

interface ShareFormProps {
  /** Where the focus goes first. */
  readonly titleField: RefObject<HTMLInputElement | null>
  readonly onShared: (name: string) => void
}

/** What to share and how: nothing has left the browser yet. */
export function ShareForm({ titleField, onShared }: ShareFormProps) {
  const [captures] = useState(packables)
  const problem = whyNotPacked(captures)
  if (problem) {
    return (
      <p className={styles['body']} role="status">
        {problem}
      </p>
    )
  }
  const names = captures.map(({ capture, label }) => label ?? capture?.state.file?.name ?? '')
  return <Form names={names} titleField={titleField} onShared={onShared} />
}

interface FormProps extends ShareFormProps {
  readonly names: readonly string[]
}

function Form({ names, titleField, onShared }: FormProps) {
  const [title, setTitle] = useState(names.join(' → '))
  const [note, setNote] = useState('')
  const [values, setValues] = useState(false)
  const [raw, setRaw] = useState(false)
  const [days, setDays] = useState<ExpiryDays | null>(null)
  const [token, setToken] = useState<string | null>(null)
  const server = useServer()
  const packing = usePacked({ values, raw })
  const said = { title: title.trim() || 'Untitled', note: note.trim() }
  const packed = packing.state === 'packed' ? packing.packed : null
  const config = server.state === 'there' ? server.config : null
  const shownToken = token ?? (server.state === 'there' ? uploadTokenFor(server.address) : '')
  const tooBig = packed && config ? tooBigFor(packed, said, config) : null
  const ready = packed !== null && tooBig === null && (!config?.tokenRequired || shownToken !== '')
  const send = () => {
    if (!packed || server.state !== 'there') return
    const bundle = bundleOf(packed, said)
    const request = { server: server.address, config: server.config, bundle, title: said.title }
    const uploadToken = server.config.tokenRequired ? shownToken : null
    onShared(beginShare({ ...request, days: days ?? server.config.defaultExpiry, uploadToken }))
  }
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) send()
      }}
    >
      <div className={styles['body']}>
        <label className={styles['field']}>
          Title
          <input
            ref={titleField}
            value={title}
            maxLength={200}
            onChange={(event) => setTitle(event.target.value)}
          />
        </label>
        <label className={styles['field']}>
          Note <span className={styles['quiet']}>(shown to whoever opens it)</span>
          <textarea
            value={note}
            rows={2}
            maxLength={4000}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <SharePreview values={values} raw={raw} onValues={setValues} onRaw={setRaw} />
        {config ? (
          <>
            <div className={styles['expiry']}>
              <Choice
                label="The link works for"
                value={String(days ?? config.defaultExpiry)}
                choices={config.expiries.map((one) => ({ value: String(one), title: expiryWords(one) }))}
                onChange={(value) => setDays(Number(value) as ExpiryDays)}
              />
            </div>
            {config.tokenRequired ? (
              <label className={styles['field']}>
                Upload token <span className={styles['quiet']}>(this server asks who uploads for one)</span>
                <input
                  type="password"
                  autoComplete="off"
                  value={shownToken}
                  onChange={(event) => setToken(event.target.value)}
                />
              </label>
            ) : null}
          </>
        ) : null}
        <ServerNote server={server} />
      </div>
      <footer className={styles['foot']}>
        <Size packing={packing} problem={tooBig} where={config ? 'to upload' : 'in all'} />
        <Button
          disabled={!packed}
          onClick={() => packed && download(bundleOf(packed, said), fileName(said.title))}
        >
          Save as a file
        </Button>
        <Button look="primary" type="submit" disabled={!config || !ready}>
          Create link
        </Button>
      </footer>
    </form>
  )
}

interface SizeProps {
  readonly packing: Packing
  readonly problem: string | null
  /** Follows the size. */
  readonly where: string
}

function Size({ packing, problem, where }: SizeProps) {
  if (packing.state === 'failed')
    return (
      <p role="alert" className={styles['problem']}>
        {packing.message}
      </p>
    )
  if (packing.state === 'packing')
    return (
      <div className={styles['packing']}>
        <span>Finding out the size…</span>
        <ProgressBar label="Packing" fraction={packing.fraction} thin />
      </div>
    )
  const bytes = sizeOf(packing.packed)
  return (
    <p role="status" className={problem ? styles['problem'] : styles['size']}>
      {problem ?? (
        <>
          <strong title={formatExactBytes(bytes)}>{formatBytes(bytes)}</strong> {where}
        </>
      )}
    </p>
  )
}

function ServerNote({ server }: { readonly server: Server }) {
  if (server.state === 'asking') return <p className={styles['quiet']}>Asking for the sharing server…</p>
  if (server.state === 'there')
    return (
      <p className={styles['quiet']}>
        It is encrypted in this browser before it leaves. The key is in the link and nowhere else: whoever has
        the link can read it, the server cannot.
      </p>
    )
  return (
    <p role="status" className={styles['quiet']}>
      {server.error.message} Save it as a file instead: whoever has it can drop it into their page.
    </p>
  )
}

function tooBigFor(
  packed: Packed,
  said: { title: string; note: string },
  { maxUploadBytes }: ServerConfig,
): string | null {
  const bytes = sealedLength(bundleOf(packed, said).size)
  if (bytes <= maxUploadBytes) return null
  return `It is ${formatBytes(bytes)} and this server takes ${formatBytes(maxUploadBytes)}: share fewer captures, or save it as a file.`
}

function sizeOf(packed: Packed): number {
  return sealedLength(bundleOf(packed, { title: '', note: '' }).size)
}

function fileName(title: string): string {
  const plain = title.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '')
  return `${plain.replace(/\.(?:heapsnapshot|heapscope|gz)/g, '').slice(0, 80) || 'analysis'}.heapscope`
}
