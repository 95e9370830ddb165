import type { Kind } from '#engine/model/rows.ts'
import { kindLook } from './kinds.ts'
import { LetterBadge } from './LetterBadge.tsx'

/** The kind of an object as a coloured letter. */
export function KindBadge({ kind }: { readonly kind: Kind }) {
  const { letter, color, name } = kindLook(kind)
  return <LetterBadge letter={letter} color={color} name={name} />
}
