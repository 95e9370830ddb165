/** A process that did not come to its end: why, after how long, and whether it was the bench that stopped it. */
export class ProcessFailure extends Error {
  constructor(reason, seconds, stopped = false) {
    super(reason)
    this.name = 'ProcessFailure'
    this.seconds = seconds
    this.stopped = stopped
  }
}

/** What an engine, a runtime or a program writes when it gives up, the plainest first. */
const SIGNS = [
  /(?:Reached heap limit|JavaScript heap out of memory|Array buffer allocation failed)/,
  /\b\w*Error: .+/,
  /.*\bpanicked at\b.*/,
  /.*\bversion `\S+' not found\b.*/,
]

/**
 * The one line of what a process wrote to stderr that says why it ended.
 * @param exit its exit code or signal, which is all there is to say when it wrote nothing
 */
export function failureReason(stderr, exit) {
  for (const sign of SIGNS) {
    const found = sign.exec(stderr)?.[0]
    if (found) {
      return withoutFolders(found.trim())
    }
  }
  const last = stderr.trim().split('\n').at(-1)
  return last ? withoutFolders(last) : `ended with ${exit}`
}

/** Folders say where the bench was run, not what went wrong. */
function withoutFolders(line) {
  return line.replaceAll(/\S*node_modules\//g, '')
}
