import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { FindingRow } from '../../../model/finding-rows.ts'
import type { Session } from '../../../session.ts'
import { QUIET_HOST } from '../../../testing/captures.ts'
import { heapOfNode, heapOfPython } from '../../../testing/finding-programs.ts'
import { findPythons } from '../../../testing/pythons.ts'

const ENTRY = 'class Entry { constructor(key) { this.key = key; this.data = new Array(20).fill(key) } }'

const IN_NODE = `
${ENTRY}
class LeastRecent { #known = new Map(); keep(key) { this.#known.set(key, new Entry(key)) } }
class Repository { #cache = new LeastRecent(); load(key) { this.#cache.keep(key) } }
class Registry { static #all = new Map(); static add(key) { Registry.#all.set(key, new Entry(key)) } }
class Index extends Map { add(key) { this.set(key, new Entry(key)) } }
class Search { constructor() { this.index = new Index() } }
const remember = (known) => function recall(key) { known.set(key, new Entry(key)) }
const log = (known) => function record(key) { known.set(key, new Entry(key)) }
globalThis.app = { repository: new Repository(), search: new Search(), recall: remember(new Map()), record: log(new Map()), Registry }
for (let i = 0; i < 3000; i++) {
  app.repository.load('a' + i); Registry.add('b' + i); app.search.index.add('c' + i); app.recall('d' + i); app.record('e' + i)
}
`

const IN_PYTHON = `
import weakref
from collections import OrderedDict, UserDict, defaultdict

class Entry:
    def __init__(self, key):
        self.data = [key] * 40

class Wrapper:
    def __init__(self):
        self.__entries = {}
    def add(self, key):
        self.__entries[key] = Entry(key)

class Index:
    def __init__(self):
        self.by_key = defaultdict(list)
    def add(self, key):
        self.by_key[key].append(Entry(key))

class Ordered:
    __slots__ = ("entries",)
    def __init__(self):
        self.entries = OrderedDict()
    def add(self, key):
        self.entries[key] = Entry(key)

class User(UserDict):
    def add(self, key):
        self[key] = Entry(key)

class Live:
    def __init__(self):
        self.live = weakref.WeakValueDictionary()
        self.keep = []
    def add(self, key):
        entry = self.live[key] = Entry(key)
        self.keep.append(entry)

def remember():
    known = {}
    def add(key):
        known[key] = Entry(key)
    return add

class Ranked(dict):
    def __init__(self):
        self.order = []
    def add(self, key):
        self[key] = Entry(key)
        self.order.append(Entry(key))

class Groups(defaultdict):
    def __init__(self):
        super().__init__(list)
    def add(self, key):
        self[key].append(Entry(key))

kinds = (Ranked, Groups, Wrapper, Index, Ordered, User, Live)
parts = [kind() for kind in kinds]
adders = [part.add for part in parts] + [remember()]
for number in range(3000):
    for add in adders:
        add("key %d" % number)
`

test('under Node the owner is the field of a class, static or not, or the variable that a function closes over', async () => {
  const rows = await inFile('program.mjs', IN_NODE, heapOfNode)
  const own = rows.filter(({ whose }) => whose === 'own')
  expect(Object.fromEntries(own.map((row) => [row.owner, row.own?.name]))).toEqual({
    'LeastRecent.#known': 'LeastRecent',
    'Registry.#all': 'Registry',
    'Search.index': 'Index',
    'recall: known': 'recall',
    'record: known': 'record',
  })
})

test('under CPython the owner is the attribute of a class, or the variable of a function', async () => {
  for (const { program } of findPythons().slice(-1)) {
    const rows = await inFile('program.py', IN_PYTHON, (path) => heapOfPython(program, path))
    expect(
      Object.fromEntries(
        rows.map((row) => [row.owner, `${row.whose} ${row.own?.name.replace(/ \(.*/, '')}`]),
      ),
    ).toEqual({
      '__main__.Wrapper._Wrapper__entries': 'own __main__.Wrapper',
      '__main__.Ranked.order': 'own __main__.Ranked',
      '__main__.parts[…]': 'own __main__.Ranked',
      '__main__.Index.by_key': 'own __main__.Index',
      '__main__.Ordered.entries': 'own __main__.Ordered',
      '__main__.User.data': 'own __main__.User',
      '__main__.Live.keep': 'own __main__.Live',
      '__main__.remember.add.known': 'own __main__.remember.<locals>.add',
    })
  }
})

async function inFile(
  name: string,
  text: string,
  heapOf: (path: string) => Promise<Session>,
): Promise<readonly FindingRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'heapscope-large-'))
  try {
    writeFileSync(join(folder, name), text)
    return await (await heapOf(join(folder, name))).ask('findingsOf', ['large-collection'], QUIET_HOST)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
