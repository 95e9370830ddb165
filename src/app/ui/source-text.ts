import type { SourcePosition } from '#engine/model/rows.ts'

/** A place in the source, as `app.js:12:3`, or by the script's number where its name is not known. */
export function sourceText({ url, scriptId, line, column }: SourcePosition): string {
  return url === null || url === ''
    ? `script ${scriptId}, line ${line}, column ${column}`
    : `${url}:${line}:${column}`
}
