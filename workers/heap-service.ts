import { HeapError } from '#engine/base/error.ts'
import type { TaskHost, Progress } from '#engine/base/task.ts'
import type { ByteSource } from '#engine/format/source.ts'
import type { Reading } from '#engine/format/v8/reading.ts'
import { isDeepQuestion } from '#engine/questions/questions.ts'
import type { Session } from '#engine/session.ts'
import type {
  HeapWorker,
  OpenListener,
  Question,
  Questions,
  SaveListener,
  SaveRequest,
  SessionQuestion,
  ThreadLender,
} from '#protocol/worker.ts'
import { blobSource } from './blob-source.ts'
import type { PartFile } from './part-file.ts'
import { besideNeighbour, offerNeighbour } from './neighbours.ts'
import { packCapture, packProgress } from './pack-capture.ts'
import { Quiet } from './quiet.ts'
import { reply } from './replies.ts'
import { saveCapture } from './save-capture.ts'

/** A session as this service uses it. */
export interface OpenHeap extends Pick<
  Session,
  SessionQuestion | 'save' | 'ask' | 'digest' | 'besideBase' | 'besideTarget' | 'compareWith' | 'standApart'
> {
  readonly isLoaded: boolean
  complete(host: TaskHost): Promise<void>
  findRetainers(host: TaskHost): Promise<void>
}

/** What the service needs from outside, so that tests can stand in for it. */
export interface Surroundings {
  readonly read: (
    source: ByteSource,
    host: TaskHost,
    lender: ThreadLender | null,
    reading: Reading,
    onEarly: ((early: OpenHeap) => void) | null,
  ) => Promise<OpenHeap>
  readonly host: (report: (progress: Progress) => void) => TaskHost
  readonly openPart: (request: SaveRequest, makeRoom: SaveListener['makeRoom']) => Promise<PartFile>
}

/** The session's own questions by name: nothing else of it can be called from the page. */
const SESSION_QUESTIONS: Readonly<Record<SessionQuestion, true>> = {
  summary: true,
  kinds: true,
  classes: true,
  classByKey: true,
  instances: true,
  objects: true,
  nodeById: true,
  object: true,
  references: true,
  retainers: true,
  dominated: true,
  find: true,
}

/** Files smaller than this are read before anyone has looked at what is known early, in bytes. */
const EARLY_FROM = 1 << 26

/** Questions whose lists may be long: they pause, and end when nobody wants the answer any more. */
const PAUSES: ReadonlySet<Question> = new Set(['instances', 'objects', 'dominated'])

/** Questions that wait until references are read. */
const NEEDS_REFERENCES: ReadonlySet<Question> = new Set(['object', 'references', 'retainers', 'dominated'])

/** Questions that wait until references are turned round, a moment after retained sizes are known. */
const NEEDS_RETAINERS: ReadonlySet<Question> = new Set(['object', 'retainers'])

/** Questions that a container answers before its objects are read. */
const FROM_OVERVIEW: ReadonlySet<Question> = new Set(['summary', 'kinds', 'classes', 'classByKey'])

/** The worker's side of the protocol. Nothing is thrown across: every failure becomes a reply. */
export function createHeapService({ read, host, openPart }: Surroundings): HeapWorker {
  let heap: OpenHeap | null = null
  let source: ByteSource | null = null
  let saving = new AbortController()
  let listening: OpenListener | null = null
  /** What is being answered, by ticket. */
  const asking = new Map<number, AbortController>()
  const clock = host(() => {})
  const quiet = new Quiet(() => clock.now())
  /** Settles when references are read, or that failed. */
  let reading: Promise<unknown> = Promise.resolve()
  /** Settles when everything but that is known, or finding it out failed. */
  let completion: Promise<unknown> = Promise.resolve()
  /** Settles when references to objects are known, or the search for them failed. */
  let retainers: Promise<unknown> = Promise.resolve()
  /** The open capture, once everything about it is known. */
  const whole = async (): Promise<OpenHeap> => {
    await reading
    await completion
    await retainers
    if (!heap) throw new HeapError('not-found', 'No capture is open yet.')
    return heap
  }
  /** Does work that `drop` ends and of which the page is told how far it has come. */
  const answering = async <Value>(
    ticket: number,
    work: (host: TaskHost) => Promise<Value>,
  ): Promise<Value> => {
    quiet.asked()
    const wanted = new AbortController()
    asking.set(ticket, wanted)
    const report = ({ done, total }: Progress): void => {
      if (done > 0 && done < total) listening?.answering(ticket, done / total)
    }
    try {
      return await work({ ...host(report), signal: wanted.signal })
    } finally {
      asking.delete(ticket)
    }
  }
  return {
    open: (file, name, listener, lender, wanted) =>
      reply(async () => {
        const surroundings = host((progress) => listener.progress(progress))
        source = blobSource(file, name)
        listening = listener
        const onEarly = (early: OpenHeap) => {
          heap = early
          listener.stage('early')
        }
        const opening = read(source, surroundings, lender, wanted, file.size < EARLY_FROM ? null : onEarly)
        // What is known of a file that cannot be read to its end is not kept.
        reading = opening.catch(() => (heap = null))
        const session = await opening
        heap = session
        listener.stage(session.isLoaded ? 'parsed' : 'totals')
        const completing = session.complete(surroundings)
        completion = completing.catch(() => {})
        await completing
        listener.stage('ready')
        retainers = session.findRetainers(host(() => {})).catch(() => {})
        return null
      }),
    ask: (question, args, ticket) =>
      reply(() =>
        answering(ticket, async (surroundings) => {
          const deep = isDeepQuestion(question)
          if (deep || NEEDS_REFERENCES.has(question)) await reading
          if (!heap) throw new HeapError('not-found', 'No capture is open yet.')
          if (!deep && !Object.hasOwn(SESSION_QUESTIONS, question)) {
            throw new HeapError('not-found', `There is no question named ${question}.`)
          }
          // A container's objects are there a moment after its totals.
          if (deep || (!heap.isLoaded && !FROM_OVERVIEW.has(question))) await completion
          if (deep || NEEDS_RETAINERS.has(question)) await retainers
          return (await answer(heap, question, args, surroundings)) as ReturnType<Questions[typeof question]>
        }),
      ),
    drop: (ticket) => asking.get(ticket)?.abort(),
    save: (request, listener) =>
      reply(async () => {
        const { signal } = (saving = new AbortController())
        await completion
        await retainers
        await quiet.wait(signal)
        if (!heap || !source) throw new HeapError('not-found', 'No capture is open yet.')
        return saveCapture(
          { session: heap, source },
          {
            host: (progress) => {
              const surroundings = host(progress)
              // Who asks is answered first.
              const pause = () => surroundings.pause().then(() => quiet.wait(signal))
              return { ...surroundings, pause }
            },
            open: () => openPart(request, () => listener.makeRoom()),
            report: inSteps((fraction) => listener.progress(fraction)),
            signal,
          },
        )
      }),
    pack: (request, progress, ticket) =>
      reply(() =>
        answering(ticket, async ({ signal }) => {
          const surroundings = host(packProgress(request, inSteps(progress)))
          return packCapture(await whole(), request, { ...surroundings, ...(signal && { signal }) })
        }),
      ),
    stopSaving: () => saving.abort(),
    offer: (port) => offerNeighbour(whole, host, port),
    besideBase: (request, port, ticket) =>
      reply(() =>
        answering(ticket, async (surroundings) =>
          besideNeighbour(await whole(), request, port, surroundings),
        ),
      ),
    compareWith: (key) =>
      reply(async () => {
        ;(await whole()).compareWith(key)
        return null
      }),
    standApart: (key) =>
      reply(async () => {
        ;(await whole()).standApart(key)
        return null
      }),
  }
}

/** Passes on what has changed by a hundredth. */
function inSteps(report: (fraction: number) => void): (fraction: number) => void {
  let last = -1
  return (fraction) => {
    if (Math.floor(fraction * 100) === last) return
    last = Math.floor(fraction * 100)
    report(fraction)
  }
}

function answer(heap: OpenHeap, question: Question, args: readonly unknown[], host: TaskHost): unknown {
  if (isDeepQuestion(question)) return heap.ask(question, args as never, host)
  // The compiler cannot follow that the method and its arguments belong together.
  const method = heap[question] as (...given: readonly unknown[]) => unknown
  return method.apply(heap, PAUSES.has(question) ? [...args, host] : [...args])
}
