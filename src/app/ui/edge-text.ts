import { oneLine } from './node-title.ts'

const IDENTIFIER = /^[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*$/u

/**
 * How a reference is written: `.name`, `["two words"]`, `[3]`, `{internal}`, `→ variable`.
 * @param written what the heap's language makes of it, where that has rules of its own
 */
export function edgeText(type: string, name: string | number, written?: string): string {
  return oneLine(written ?? plainText(type, name))
}

function plainText(type: string, name: string | number): string {
  switch (type) {
    case 'property':
      if (typeof name === 'number') return `[${name}]`
      return IDENTIFIER.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
    case 'element':
      return `[${name}]`
    case 'context':
      return `→ ${name}`
    case 'weak':
      return `weak ${name}`
    case 'internal':
    case 'hidden':
      return name === '' ? '{…}' : `{${name}}`
    default:
      return name === '' ? `(${type})` : `${name}`
  }
}

/** A family of references that look alike. */
export type EdgeTone = 'own' | 'captured' | 'engine' | 'weak'

/** Which family a reference belongs to; what keeps nothing alive is `weak`, whatever its type. */
export function edgeTone(type: string, essential: boolean): EdgeTone {
  if (!essential || type === 'weak') return 'weak'
  if (type === 'property' || type === 'element') return 'own'
  return type === 'context' ? 'captured' : 'engine'
}
