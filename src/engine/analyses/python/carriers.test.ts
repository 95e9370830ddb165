import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { QUIET_HOST } from '../../testing/captures.ts'
import { heapOfPython } from '../../testing/finding-programs.ts'
import { findPythons } from '../../testing/pythons.ts'

const PROGRAM = `
import asyncio, collections, functools, queue, threading, types

class Worker:
    def __init__(self):
        self.inbox = queue.Queue()
        self.inbox.put(["letter"] * 7)

class Request(threading.local):
    pass

def consume(batch, more):
    pass

def run():
    waiting = queue.LifoQueue()
    waiting.put(["local"] * 7)
    yield waiting

jobs = queue.Queue()
jobs.put(["job"] * 7)
urgent = queue.PriorityQueue()
urgent.put((1, ["urgent"] * 7))
events = asyncio.Queue()
events.put_nowait(["event"] * 7)
state = types.SimpleNamespace(rows=["row"] * 7, inner=types.SimpleNamespace(rows=["inner"] * 7))
users = collections.UserDict(a=["user"] * 7)
later = functools.partial(consume, ["batch"] * 7, more=["more"] * 7)
parts = collections.UserList([["part"] * 7])
layers = collections.ChainMap({"a": ["layer"] * 7})
own = threading.local()
own.rows = ["own"] * 7
request = Request()
request.rows = ["of its class"] * 7
worker = Worker()
workers = {"one": Worker(), "two": Worker()}
running = run()
next(running)
chain = types.SimpleNamespace()
chain.next = types.SimpleNamespace(next=types.SimpleNamespace(next=types.SimpleNamespace(rows=["far"] * 7)))
ring = types.SimpleNamespace()
ring.items = [ring]
`

const EXPECTED = [
  '__main__.jobs.queue',
  '__main__.jobs.queue[…]',
  '__main__.urgent.queue',
  '__main__.events._queue',
  '__main__.state.rows',
  '__main__.state.inner.rows',
  '__main__.users.data',
  '__main__.later.args[…]',
  '__main__.later.keywords[…]',
  '__main__.parts.data[…]',
  '__main__.layers.maps[…]',
  '__main__.own.rows',
  '__main__.Request.rows',
  '__main__.Worker.inbox.queue',
  '__main__.Worker.inbox.queue[…]',
  'run.waiting.queue',
  '__main__.ring.items',
  // Not through any number of them.
  'types.SimpleNamespace.next.next.next.rows',
]
/** What goes by the class of what has it, apart from what classes themselves have. */
const BY_CLASS = /^[a-z.]+\.\w*(?:Queue|UserDict)\.(?!__)[a-z_]+$/

test('what queues, namespaces and the like keep is called after whoever has them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heapscope-carriers-'))
  try {
    const path = join(folder, 'program.py')
    writeFileSync(path, PROGRAM)
    const pythons = findPythons()
    for (const { program } of new Set([...pythons.slice(0, 1), ...pythons.slice(-1)])) {
      const session = await heapOfPython(program, path)
      const request = { start: 0, end: 20_000, sort: { column: 'name', descending: false } } as const
      const { rows } = await session.ask('collectionOwners', [request], QUIET_HOST)
      const owners = new Set(rows.map(({ owner }) => owner))
      expect(EXPECTED.filter((name) => !owners.has(name))).toEqual([])
      expect([...owners].filter((owner) => BY_CLASS.test(owner))).toEqual([])
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
