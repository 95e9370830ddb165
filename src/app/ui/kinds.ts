import type { Kind } from '#engine/model/rows.ts'

/** How a kind of object is shown: the letter tells it apart where colour does not. */
export interface KindLook {
  readonly letter: string
  readonly name: string
  readonly color: string
}

const LOOKS: Readonly<Record<Kind, KindLook>> = {
  object: { letter: 'O', name: 'object', color: 'var(--kind-object)' },
  closure: { letter: 'ƒ', name: 'function', color: 'var(--kind-closure)' },
  string: { letter: 'S', name: 'string', color: 'var(--kind-string)' },
  array: { letter: 'A', name: 'array', color: 'var(--kind-array)' },
  code: { letter: 'C', name: 'code', color: 'var(--kind-code)' },
  native: { letter: 'N', name: 'native and DOM', color: 'var(--kind-native)' },
  number: { letter: '#', name: 'number', color: 'var(--kind-number)' },
  system: { letter: 'Y', name: 'system', color: 'var(--kind-system)' },
  root: { letter: 'R', name: 'root', color: 'var(--kind-root)' },
}

export function kindLook(kind: Kind): KindLook {
  return LOOKS[kind]
}
