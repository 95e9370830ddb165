import type { Keeper } from '#engine/model/kept-rows.ts'

/** What the page says about one thing that keeps objects. */
export interface KeeperWords {
  /** On its tab. */
  readonly title: string
  /** What is counted, and what to make of it. */
  readonly about: string
  /** One row and several. */
  readonly noun: readonly [string, string]
  /** The header of the first column. */
  readonly name: string
  /** The header of the second column, and what it means. */
  readonly holder: string
  readonly holderHelp: string
  /** What the column of counts counts. */
  readonly count: string
  /** Said where there is nothing. */
  readonly none: string
}

export const KEEPER_WORDS: Readonly<Record<Keeper, KeeperWords>> = {
  detached: {
    title: 'Detached DOM',
    about:
      'Elements that were taken out of their document but are still held, with everything only they keep. Elements that refer to each other are one tree; a row gathers the trees that are held in one way. To free them, drop the reference that holds them.',
    noun: ['kind of tree', 'kinds of trees'],
    name: 'Held element',
    holder: 'Held by',
    holderHelp: 'The nearest object of the program that leads to the tree, and its field',
    count: 'Trees',
    none: 'No element of this heap is detached from its document.',
  },
  context: {
    title: 'Closures',
    about:
      'Variables of functions that have returned but live on because another function uses them, with everything that cannot be reached in another way. A row gathers the values of one variable. To free them, let go of the function or clear the variable.',
    noun: ['variable', 'variables'],
    name: 'Variable',
    holder: 'Used by',
    holderHelp: 'The first function in the file that has the scope of the variable',
    count: 'Values',
    none: 'No variable of this heap is kept only by a closure.',
  },
  handler: {
    title: 'Event handlers',
    about:
      'Functions that wait for an event, with everything only they keep: listeners of the DOM, on… properties, and those of Node’s event emitters. To free them, remove the listener or what it listens to.',
    noun: ['handler', 'handlers'],
    name: 'Handler',
    holder: 'Listens to',
    holderHelp: 'The element or the emitter, and the event where the capture knows it',
    count: 'Functions',
    none: 'This heap has no event handlers.',
  },
  console: {
    title: 'Console',
    about:
      'What the developer tools hold because it was logged or looked at, with everything only they keep. It goes when the console is cleared or the tools are closed, so it is no leak of the program.',
    noun: ['class', 'classes'],
    name: 'Class',
    holder: 'Held by',
    holderHelp: 'The console of the developer tools',
    count: 'Objects',
    none: 'The developer tools hold nothing in this heap.',
  },
}
