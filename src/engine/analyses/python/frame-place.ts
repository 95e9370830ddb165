/** What the name of a frame says: its function, and the file and line where that runs; no file where it says none. */
export interface FramePlace {
  readonly name: string
  readonly file: string | null
  readonly line: number | null
}

/** `handle (/srv/app.py:12)` */
export function framePlace(label: string): FramePlace {
  const found = /^([^]*?) \(([^]*):(\d+)\)$/.exec(label)
  return found
    ? { name: found[1]!, file: found[2]!, line: Number(found[3]) }
    : { name: label, file: null, line: null }
}
