import type { SourcePosition } from '#engine/model/rows.ts'
import { formatName } from '../text.ts'

/** Where something stands in its script, as `app.js:12:3`; nothing where the file does not say. */
export function placeText(source: SourcePosition | null): string {
  if (!source) return ''
  const { url, scriptId, line, column } = source
  return formatName(`${url || `script ${scriptId}`}:${line}:${column}`)
}
