import type { Kind } from '#engine/model/rows.ts'

/** How a kind of object is shown: the letter tells it apart where colour does not. */
export interface KindLook {
  readonly letter: string
  readonly name: string
  /** Of several of its kind. */
  readonly plural: string
  readonly color: string
}

const LOOKS: Readonly<Record<Kind, KindLook>> = {
  object: { letter: 'O', name: 'object', plural: 'objects', color: 'var(--kind-object)' },
  closure: { letter: 'ƒ', name: 'function', plural: 'functions', color: 'var(--kind-closure)' },
  string: { letter: 'S', name: 'string', plural: 'strings', color: 'var(--kind-string)' },
  array: { letter: 'A', name: 'array', plural: 'arrays', color: 'var(--kind-array)' },
  code: { letter: 'C', name: 'code', plural: 'code', color: 'var(--kind-code)' },
  native: { letter: 'N', name: 'native/DOM', plural: 'native/DOM', color: 'var(--kind-native)' },
  number: { letter: '#', name: 'number', plural: 'numbers', color: 'var(--kind-number)' },
  system: { letter: 'Y', name: 'system', plural: 'system', color: 'var(--kind-system)' },
  root: { letter: 'R', name: 'root', plural: 'roots', color: 'var(--kind-root)' },
}

export function kindLook(kind: Kind): KindLook {
  return LOOKS[kind]
}
