import { expect, test } from 'vitest'
import type { Assistant } from '../read-heap.ts'
import { Session } from '../session.ts'
import { CAPTURES, captureSource, openCapture, QUIET_HOST } from '../testing/captures.ts'
import { quietTask, restlessTask } from '../testing/quiet-task.ts'
import type { Dominated } from '../model/graph.ts'
import type { FindListener } from './assistant.ts'
import { findThere, type CrossingSnapshot } from './crossing.ts'
import { HELPED, type SourceWork } from './sources.ts'

const FIRST = { start: 0, end: 50 }

type Build = (snapshot: CrossingSnapshot, listener: Omit<FindListener, 'progress'>) => Promise<Dominated>

/** An assistant in this thread that lets everything cross as another thread would. */
class LocalAssistant implements Assistant {
  readonly #build: Build
  ended = false

  constructor(build: Build = (snapshot, listener) => findThere(snapshot, quietTask(), listener)) {
    this.#build = build
  }

  async find(snapshot: CrossingSnapshot, listener: FindListener): Promise<Dominated> {
    listener.progress(0)
    const found = await this.#build(structuredClone(snapshot), {
      pairs: (pairs) => listener.pairs(structuredClone(pairs)),
      askForHelp: (work) => listener.askForHelp(structuredClone(work)),
      tree: (tree) => listener.tree(structuredClone(tree)),
    })
    listener.progress(1)
    return structuredClone(found)
  }

  findTails(): Promise<[]> {
    return Promise.resolve([])
  }

  readTail(): Promise<never> {
    return Promise.reject(new Error('There is no tail.'))
  }

  readAhead(): Promise<null> {
    return Promise.resolve(null)
  }

  end(): void {
    this.ended = true
  }
}

async function openWith(assistant: Assistant, name: string): Promise<Session> {
  const session = await Session.read(captureSource(name), QUIET_HOST, assistant)
  await session.complete(QUIET_HOST)
  await session.findRetainers(QUIET_HOST)
  return session
}

test.each(CAPTURES)('%s comes out the same with an assistant as without', async (name) => {
  const assistant = new LocalAssistant()
  const ours = await openWith(assistant, name)
  const alone = await openCapture(name)
  const { nodes, unreachable } = alone.summary()
  expect(ours.summary()).toMatchObject({ nodes, unreachable, stage: 'ready' })
  expect(ours.records(0, nodes)).toEqual(alone.records(0, nodes))
  for (let node = 0; node < nodes; node += 997) {
    expect(ours.object(node)).toEqual(alone.object(node))
    expect(ours.retainers(node, FIRST)).toEqual(alone.retainers(node, FIRST))
  }
  expect(assistant.ended).toBe(true)
})

test('an assistant is helped to collect sources, and all comes out the same', async () => {
  const name = CAPTURES[0]!
  let work: SourceWork | undefined
  const assistant = new LocalAssistant((snapshot, listener) => {
    const askForHelp = (asked: SourceWork): void => {
      work = asked
      listener.askForHelp(asked)
    }
    // It pauses at every turn, so that who helps has turns too.
    return findThere(snapshot, restlessTask().task, { ...listener, askForHelp })
  })
  const ours = await openWith(assistant, name)
  const alone = await openCapture(name)
  const { nodes } = alone.summary()
  expect(work!.turns[HELPED]).toBeGreaterThan(0)
  expect(ours.records(0, nodes)).toEqual(alone.records(0, nodes))
})

test('what an assistant fails to do is done here', async () => {
  const assistant = new LocalAssistant(() => Promise.reject(new Error('The thread died.')))
  const session = await openWith(assistant, CAPTURES[0]!)
  const alone = await openCapture(CAPTURES[0]!)
  expect(session.records(0, 5000)).toEqual(alone.records(0, 5000))
  expect(assistant.ended).toBe(true)
})

test('a capture that cannot be read ends the assistant', async () => {
  const assistant = new LocalAssistant()
  const source = { ...captureSource(CAPTURES[0]!), async *chunks() {} }
  await expect(Session.read(source, QUIET_HOST, assistant)).rejects.toMatchObject({ code: 'empty' })
  expect(assistant.ended).toBe(true)
})

test('cancelling while an assistant works stops the waiting and ends it', async () => {
  const signal = { aborted: false }
  const assistant = new LocalAssistant()
  const host = { ...QUIET_HOST, signal }
  const session = await Session.read(captureSource(CAPTURES[0]!), host, {
    find: (_, listener) =>
      new Promise(() => {
        setTimeout(() => {
          signal.aborted = true
          listener.progress(0.5)
        }, 400)
      }),
    findTails: () => Promise.resolve([]),
    readTail: () => Promise.reject(new Error('There is no tail.')),
    readAhead: () => Promise.resolve(null),
    end: () => assistant.end(),
  })
  await expect(session.complete(host)).rejects.toMatchObject({ code: 'cancelled' })
  expect(assistant.ended).toBe(true)
})
