import type { Family } from '#engine/model/snapshot.ts'

/** A way to look at a capture. */
export interface View {
  readonly title: string
  /** The heading it stands under in the list of views. */
  readonly group: ViewGroup
  /** As tinykeys writes them. */
  readonly keys: string
  /** What it shows, in a sentence for the palette and for screen readers. */
  readonly about: string
  /** Of which heaps alone it tells, and what to say where it is asked for of others. */
  readonly only?: { readonly family: Family; readonly instead: string }
}

export type ViewGroup = 'Heap' | 'Alive' | 'Contents' | 'Compare'

/** Every view by its name in the address, in the order they are offered. What draws it: `shell/view-parts.ts`. */
export const VIEWS = {
  overview: {
    title: 'Overview',
    group: 'Heap',
    keys: 'g o',
    about: 'What holds most, and what the heap is made of',
  },
  findings: {
    title: 'Findings',
    group: 'Heap',
    keys: 'g z',
    about: 'What is wrong with this heap, the worst first: who holds it, how much, and what to change',
  },
  classes: { title: 'Classes', group: 'Heap', keys: 'g c', about: 'All classes with their counts and sizes' },
  dominators: {
    title: 'Dominators',
    group: 'Heap',
    keys: 'g d',
    about: 'What would be freed with what, as an icicle, a treemap and a table',
  },
  objects: {
    title: 'Objects',
    group: 'Heap',
    keys: 'g a',
    about: 'All objects, to sort by every column and to search by text, size, kind and place',
  },
  statistics: {
    title: 'Statistics',
    group: 'Heap',
    keys: 'g n',
    about: 'What the bytes are used for, and how sizes and distances are spread',
  },
  retainers: {
    title: 'Retainers',
    group: 'Alive',
    keys: 'g r',
    about: 'What keeps the selection, or the object in the panel, alive, and what is freed without it',
  },
  roots: {
    title: 'Roots',
    group: 'Alive',
    keys: 'g g',
    about: 'Where the collector starts, by kind, and down from there',
  },
  kept: {
    title: 'Kept by',
    group: 'Alive',
    keys: 'g k',
    about: 'What only closures, detached elements, event handlers or the console keep',
    only: {
      family: 'v8',
      instead:
        'Python has no documents, event handlers or console that keep objects. What functions close over is among the retainers.',
    },
  },
  realms: {
    title: 'Realms',
    group: 'Alive',
    keys: 'g w',
    about: 'What belongs to each page, frame or vm context',
    only: {
      family: 'v8',
      instead: 'Python has one world of built-in classes, so there are no realms to tell apart.',
    },
  },
  packages: {
    title: 'Packages',
    group: 'Alive',
    keys: 'g p',
    about: 'What each top-level package of a Python program alone retains',
    only: {
      family: 'cpython',
      instead: 'This capture has no packages: only captures that heapscope.dump makes of Python programs do.',
    },
  },
  threads: {
    title: 'Threads',
    group: 'Alive',
    keys: 'g q',
    about: 'The calls under way with their local variables',
    only: {
      family: 'cpython',
      instead:
        'This capture has no threads with local variables: only captures that heapscope.dump makes of Python programs do.',
    },
  },
  files: {
    title: 'Open files',
    group: 'Alive',
    keys: 'g x',
    about: 'Files, sockets, connections and memory maps of a Python program, with what holds them',
    only: {
      family: 'cpython',
      instead:
        'This capture tells of no files or sockets: only captures that heapscope.dump makes of Python programs do.',
    },
  },
  cycles: {
    title: 'Cycles',
    group: 'Alive',
    keys: 'g j',
    about: 'Objects that lead to each other, and which references to make weak',
  },
  strings: {
    title: 'Strings',
    group: 'Contents',
    keys: 'g t',
    about: 'All strings by size, and the texts that several of them share',
  },
  collections: {
    title: 'Collections',
    group: 'Contents',
    keys: 'g l',
    about: 'Maps, sets, arrays and objects used as such: entries, unused room, owners',
  },
  shapes: {
    title: 'Shapes',
    group: 'Contents',
    keys: 'g h',
    about: 'Plain objects by their lists of properties',
  },
  closures: {
    title: 'Closures',
    group: 'Alive',
    keys: 'g u',
    about: 'Variables that closures keep alive and no code can use any more',
    only: {
      family: 'v8',
      instead:
        'In Python each variable that a function closes over has a cell of its own, so no closure keeps what only another one uses.',
    },
  },
  allocations: {
    title: 'Allocations',
    group: 'Heap',
    keys: 'g m',
    about: 'When and by whom memory was allocated: timeline and stacks',
  },
  time: {
    title: 'Over time',
    group: 'Heap',
    keys: 'g i',
    about: 'What a process used over time, and whether that is a leak or load',
    only: {
      family: 'series',
      instead:
        'This file is one moment, and says nothing of memory over time. Record it with mprof run (memory_profiler) or python -m heapscope sample, and open what they write here.',
    },
  },
  memory: {
    title: 'Process memory',
    group: 'Heap',
    keys: 'g s',
    about: 'Where the resident memory of a Python process is: objects, allocators, mappings',
    only: {
      family: 'cpython',
      instead:
        'This capture says nothing of the memory of its process: only captures of Python programs do, made by heapscope.dump("app.heapsnapshot.gz") or python -m heapscope attach PID.',
    },
  },
  diff: {
    title: 'What grew',
    group: 'Compare',
    keys: 'g v',
    about: 'Two captures side by side: what is new, what went, what grew, and who is responsible',
  },
  leaks: {
    title: 'Leaks',
    group: 'Compare',
    keys: 'g e',
    about: 'Three captures or more: what came and stayed, put together by how it is held',
  },
  trend: {
    title: 'Trend',
    group: 'Compare',
    keys: 'g y',
    about: 'How classes and owners grow over several captures',
  },
} as const satisfies Record<string, View>

export type ViewName = keyof typeof VIEWS

/** Why a view has nothing to say of a heap; null where it has, or where the heap is not known yet. */
export function insteadOfView(view: ViewName, family: Family | null): string | null {
  const { only }: View = VIEWS[view]
  if (!only || family === null) return null
  return family.startsWith(only.family) ? null : only.instead
}

export const VIEW_NAMES = Object.keys(VIEWS) as [ViewName, ...ViewName[]]
