import type { SourcePosition } from '#engine/model/rows.ts'
import { useOriginal } from '#app/state/source-maps.ts'
import { sourceText } from './source-text.ts'

interface SourceTextProps {
  readonly source: SourcePosition
  readonly className?: string | undefined
}

/** A place in the source; the original one where a source map leads there, with the one in the script on hover. */
export function SourceText({ source, className }: SourceTextProps) {
  const original = useOriginal(source)
  const text = sourceText(original?.source ?? source)
  return (
    <span className={className} title={original ? `${text}, in the script ${sourceText(source)}` : text}>
      <bdi dir="ltr">{text}</bdi>
    </span>
  )
}
