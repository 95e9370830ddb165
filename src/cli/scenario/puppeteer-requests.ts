import type { Page, Request, Route } from 'playwright-core'

/** How a request is let go on, ended or answered, once it can be. */
type Decision = (route: Route) => Promise<void>

interface Overrides {
  readonly url?: string
  readonly method?: string
  readonly postData?: string
  readonly headers?: Record<string, string>
}

interface Answer {
  readonly status?: number
  readonly headers?: Record<string, unknown>
  readonly contentType?: string
  readonly body?: string | Uint8Array
}

type Listener = (request: Request) => unknown
type On = (event: string, listener: Listener) => unknown

const LISTENING = ['on', 'once', 'addListener', 'prependListener', 'off', 'removeListener'] as const
const EVERY = '**/*'

/**
 * Gives a page Puppeteer's `setRequestInterception`, and requests that its listeners are told of what Puppeteer's have:
 * `continue`, `abort`, `respond`. The first that is called decides.
 */
export function withInterception(page: Page): void {
  const calls = page as unknown as Record<(typeof LISTENING)[number] | 'setRequestInterception', unknown>
  const intercepted = new WeakMap<Request, InterceptedRequest>()
  let isOn = false
  const of = (request: Request): InterceptedRequest => {
    const known = intercepted.get(request)
    if (known) return known
    const made = new InterceptedRequest(request, () => isOn)
    intercepted.set(request, made)
    return made
  }
  const decided = (route: Route): Promise<void> => of(route.request()).meet(route)
  calls.setRequestInterception = async (value: boolean): Promise<void> => {
    if (value === isOn) return
    isOn = value
    await (value ? page.route(EVERY, decided) : page.unroute(EVERY, decided))
  }
  const wrapped = new WeakMap<Listener, Listener>()
  const wrap = (listener: Listener): Listener => {
    const known = wrapped.get(listener)
    if (known) return known
    const made: Listener = (request) => {
      of(request)
      return listener(request)
    }
    wrapped.set(listener, made)
    return made
  }
  for (const name of LISTENING) {
    const own = (calls[name] as On).bind(page)
    calls[name] = (event: string, listener: Listener) =>
      own(event, event === 'request' ? wrap(listener) : listener)
  }
}

/** What is decided about a request, which its route may be known before or after. */
class InterceptedRequest {
  readonly #isOn: () => boolean
  /** Where nothing waits for a decision: what a request was redirected to, and what has its content in its address. */
  readonly #isFree: boolean
  readonly #decision: Promise<Decision>
  #decide!: (decision: Decision) => void
  #isDecided = false
  #done: Promise<void>
  #meet!: (done: Promise<void>) => void

  constructor(request: Request, isOn: () => boolean) {
    this.#isOn = isOn
    this.#isFree = request.redirectedFrom() !== null || request.url().startsWith('data:')
    this.#decision = new Promise((resolve) => (this.#decide = resolve))
    this.#done = new Promise((resolve) => (this.#meet = resolve))
    Object.assign(request, {
      continue: (overrides: Overrides = {}, priority?: number) =>
        this.#take((route) => route.continue(overrides), priority),
      abort: (code = 'failed', priority?: number) => this.#take((route) => route.abort(code), priority),
      respond: (answer: Answer, priority?: number) =>
        this.#take((route) => route.fulfill(answerOf(answer)), priority),
      isInterceptResolutionHandled: () => this.#isDecided,
    })
  }

  /** Does with the route what is decided, as soon as it is. */
  async meet(route: Route): Promise<void> {
    const decision = await this.#decision
    const done = decision(route)
    // Whoever decided is told.
    this.#meet(done)
    await done.catch(() => undefined)
  }

  async #take(decision: Decision, priority: number | undefined): Promise<void> {
    if (!this.#isOn()) throw new Error('setRequestInterception(true) was not called before')
    if (this.#isDecided) {
      // Who gives a priority expects that others decide too.
      if (priority !== undefined) return
      throw new Error('the request was continued, aborted or answered already')
    }
    this.#isDecided = true
    this.#decide(decision)
    if (!this.#isFree) await this.#done
  }
}

function answerOf({
  status = 200,
  headers = {},
  contentType,
  body,
}: Answer): Parameters<Route['fulfill']>[0] {
  const texts = Object.entries(headers).map(([name, value]) => [name, headerText(name, value)] as const)
  return {
    status,
    headers: Object.fromEntries(texts),
    ...(contentType !== undefined && { contentType }),
    ...(body !== undefined && { body: typeof body === 'string' ? body : Buffer.from(body) }),
  }
}

function headerText(name: string, value: unknown): string {
  if (!Array.isArray(value)) return String(value)
  return value.map(String).join(name.toLowerCase() === 'set-cookie' ? '\n' : ', ')
}
