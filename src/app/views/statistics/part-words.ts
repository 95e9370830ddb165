import type { StatisticsPart } from '#engine/model/statistics-rows.ts'

/** How one part of the statistics is shown: the letter tells it apart where colour does not. */
export interface PartLook {
  readonly title: string
  readonly letter: string
  readonly color: string
  readonly about: string
}

export const PART_LOOKS: Readonly<Record<StatisticsPart, PartLook>> = {
  code: {
    title: 'Code',
    letter: 'C',
    color: 'var(--kind-code)',
    about: 'Functions as the engine runs them: bytecode, machine code and what it notes about both.',
  },
  strings: {
    title: 'Strings',
    letter: 'S',
    color: 'var(--kind-string)',
    about: 'All texts, joined and cut ones too.',
  },
  jsArrays: {
    title: 'JS arrays',
    letter: 'A',
    color: 'var(--kind-array)',
    about: 'Objects of class Array, each with its list of elements where nothing else refers to that list.',
  },
  typedArrays: {
    title: 'Typed arrays',
    letter: 'T',
    color: 'var(--kind-number)',
    about:
      'The bytes of ArrayBuffers, behind typed arrays and Buffers. They lie outside the JavaScript heap.',
  },
  system: {
    title: 'System',
    letter: 'Y',
    color: 'var(--kind-system)',
    about: 'The engine’s own bookkeeping (hidden nodes).',
  },
  otherJs: {
    title: 'Other JS objects',
    letter: 'O',
    color: 'var(--kind-object)',
    about: 'What remains of the JavaScript heap: objects, functions, maps, sets and their stores.',
  },
  otherNonJs: {
    title: 'Other non-JS objects',
    letter: 'N',
    color: 'var(--kind-native)',
    about: 'What remains outside the JavaScript heap: DOM nodes, for example.',
  },
  extraNative: {
    title: 'Extra native memory',
    letter: 'X',
    color: 'var(--kind-closure)',
    about:
      'Native memory that the file reports without any object for it. Chrome DevTools counts it as other non-JS objects.',
  },
}
