import { create } from 'zustand'
import { LOCAL_API, LOCAL_FRAGMENT, localTargets, type LocalTarget } from '#protocol/local-capture.ts'
import { apiProblem } from '#protocol/share-api.ts'
import { blobFrom } from '#sharing/blob-sink.ts'
import { pageFolder } from '../url/page-folder.ts'
import { openFiles } from './captures.ts'

/** In the storage of one tab: who closes it has to come by the address again. */
const KEPT = 'heapscope.capture'
const TOKEN = new RegExp(`^#?${LOCAL_FRAGMENT}([\\w-]{22})(?:&|$)`)

interface LocalCaptureState {
  /** Null where the page was not opened by an address that lets it capture. */
  readonly token: string | null
  /** What can be captured; null until it is known. */
  readonly targets: readonly LocalTarget[] | null
  /** One sentence; null where all is well. */
  readonly problem: string | null
  /** What is captured now, and how many bytes have come. */
  readonly taking: { readonly id: string; readonly bytes: number } | null
}

export const useLocalCapture = create<LocalCaptureState>(() => ({
  token: null,
  targets: null,
  problem: null,
  taking: null,
}))

/** Whether whoever has the page knows that it may capture: by its address, or by what it showed. */
let isExpected = false

/** Takes the leave to capture out of the address, before anything else reads it, and keeps it for this tab. */
export function followLocalCapture(page: Window): void {
  const { location, history } = page
  const [whole, token] = TOKEN.exec(location.hash) ?? []
  if (token !== undefined && whole !== undefined) {
    const rest = location.hash.slice(whole.length)
    isExpected = true
    history.replaceState(null, '', `${location.pathname}${location.search}${rest && `#${rest}`}`)
  }
  useLocalCapture.setState({ token: keptToken(page, token ?? null) })
}

/** The token of this tab. @param found the one that its address has; null where it has none */
function keptToken(page: Window, found: string | null): string | null {
  try {
    if (found !== null) page.sessionStorage.setItem(KEPT, found)
    return page.sessionStorage.getItem(KEPT)
  } catch {
    // In a frame of another site, and where the browser keeps nothing, there is no such storage.
    return found
  }
}

/** Looks again what there is to capture. */
export async function refreshTargets(): Promise<void> {
  try {
    const response = await ask(LOCAL_API.list)
    const { targets } = localTargets.parse(await response.json())
    isExpected = true
    useLocalCapture.setState({ targets, problem: null })
  } catch (error) {
    // The server that gave the leave has ended, and another one is there, which need not capture at all.
    const isVoid = error instanceof Refused && (error.status === 403 || error.status === 404)
    if (isVoid) forgetToken()
    const isSaid = !isVoid || isExpected
    useLocalCapture.setState(isSaid ? { targets: [], problem: sentenceOf(error) } : { token: null })
  }
}

function forgetToken(): void {
  try {
    sessionStorage.removeItem(KEPT)
  } catch {
    // Where there is no such storage, nothing was kept.
  }
}

let stop = new AbortController()

/** Captures a process and opens what comes. */
export async function takeCapture({ id, kind }: LocalTarget): Promise<void> {
  stop = new AbortController()
  const { signal } = stop
  useLocalCapture.setState({ taking: { id, bytes: 0 }, problem: null })
  try {
    const response = await ask(LOCAL_API.take(id), { method: 'POST', signal })
    const contents = await blobFrom(counted(id, response))
    useLocalCapture.setState({ taking: null })
    const ending = kind === 'python' ? 'heapsnapshot.gz' : 'heapsnapshot'
    openFiles([new File([contents], `${id}.${ending}`, { lastModified: Date.now() })])
  } catch (error) {
    useLocalCapture.setState({ taking: null, problem: signal.aborted ? null : sentenceOf(error) })
  }
}

/** Gives up the capture that is taken; the process goes on. */
export function stopCapture(): void {
  stop.abort()
}

async function* counted(id: string, { body }: Response): AsyncGenerator<Uint8Array> {
  if (!body) throw new Refused('The server sent nothing.')
  const reader = body.getReader()
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Refused('The process ended, or let go of the inspector, while it was captured.')
    })
    if (done) return
    bytes += value.length
    useLocalCapture.setState({ taking: { id, bytes } })
    yield value
  }
}

/** A request that the server did not answer as hoped. `message` is one sentence. */
class Refused extends Error {
  /** Of the answer; null where its beginning was fine. */
  readonly status: number | null

  constructor(message: string, status: number | null = null) {
    super(message)
    this.status = status
  }
}

async function ask(path: string, how: RequestInit = {}): Promise<Response> {
  const { token } = useLocalCapture.getState()
  const response = await fetch(new URL(path, pageFolder(location)), {
    ...how,
    headers: { Authorization: `Bearer ${token}` },
    cache: 'no-store',
  })
  if (response.ok) return response
  const problem = apiProblem.safeParse(await response.json().catch(() => null))
  throw new Refused(problem.data?.message ?? `The server answered ${response.status}.`, response.status)
}

function sentenceOf(error: unknown): string {
  return error instanceof Refused
    ? error.message
    : 'The server of this page does not answer; is it still running?'
}
