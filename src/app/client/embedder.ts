import { z } from 'zod'
import { HeapError } from '#engine/base/error.ts'

/**
 * What a page says to the Heapscope page that it has framed or opened:
 *
 * - `'PING'`, until it is answered with `'PONG'`: then the page listens;
 * - `{ heapscope: { buffer, title, fileName } }`, or several as `{ heapscope: { captures, place } }`.
 *
 * It is told `{ heapscope: { opened: true } }` or `{ heapscope: { error, message } }`, and nothing else: nothing of what
 * is in a capture goes back.
 */
const MOST_CAPTURES = 100
const MOST_LETTERS = 500
const MOST_PLACE_LETTERS = 10_000

const capture = z.strictObject({
  buffer: z.union([z.instanceof(ArrayBuffer), z.instanceof(Blob)]),
  /** What the page calls it. */
  title: z.string().min(1).max(MOST_LETTERS),
  /** Its file's name, where that says more. */
  fileName: z.string().min(1).max(MOST_LETTERS).optional(),
})

const several = z.strictObject({
  /** Earliest first. */
  captures: z.array(capture).min(1).max(MOST_CAPTURES),
  /** Where to begin: the fragment of an address, in which capture n is `share:n`. */
  place: z.string().max(MOST_PLACE_LETTERS).default(''),
})

const alone = capture.transform((one): Delivery => ({ captures: [one], place: '' }))

const message = z.object({ heapscope: z.unknown() })

/** What somebody wants to be opened. */
export type Delivery = z.output<typeof several>

/** The part of `window` that messages come to. */
export interface MessageSide {
  readonly parent: unknown
  readonly opener: unknown
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void
  removeEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void
}

/** What becomes of what is handed in. */
export interface Receiver {
  /**
   * Opens it, once the user agrees where they have to be asked; resolves when all of it is open.
   * @param isNamed whether the address names this origin as the one to listen to
   * @throws HeapError
   */
  open(delivery: Delivery, origin: string, isNamed: boolean): Promise<void>
}

/** The origin of pages that have none, such as local files: nobody can be told from anybody by it. */
export const NO_ORIGIN = 'null'

/**
 * Listens to the page that has framed or opened this one.
 * @param named the only origin to listen to; null listens to any
 * @returns stops it
 */
export function listenToEmbedder(side: MessageSide, named: string | null, receiver: Receiver): () => void {
  const hear = ({ source, origin, data }: MessageEvent<unknown>): void => {
    const isOurs = source !== null && source !== side && (source === side.parent || source === side.opener)
    if (!isOurs || (named !== null && (origin !== named || origin === NO_ORIGIN))) return
    const answer = (said: unknown) =>
      (source as Window).postMessage(said, { targetOrigin: origin === NO_ORIGIN ? '*' : origin })
    if (data === 'PING') answer('PONG')
    const said = message.safeParse(data).data
    if (said) void handIn(said.heapscope, origin, named !== null, receiver).then(answer)
  }
  side.addEventListener('message', hear)
  return () => side.removeEventListener('message', hear)
}

async function handIn(said: unknown, origin: string, isNamed: boolean, receiver: Receiver) {
  const isList = typeof said === 'object' && said !== null && 'captures' in said
  const { data, error } = (isList ? several : alone).safeParse(said)
  if (error) return refusal('bad-message', `The message does not say what to open: ${firstOf(error)}.`)
  try {
    await receiver.open(data, origin, isNamed)
    return { heapscope: { opened: true } }
  } catch (thrown) {
    if (thrown instanceof HeapError) return refusal(thrown.code, thrown.message)
    return refusal('unreadable', 'It could not be opened.')
  }
}

function refusal(error: string, text: string) {
  return { heapscope: { error, message: text } }
}

function firstOf({ issues: [issue] }: z.ZodError): string {
  const where = issue?.path.join('.')
  return `${where ? `${where}: ` : ''}${issue?.message ?? 'nothing in it is known'}`
}
