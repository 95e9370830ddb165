import process from 'node:process'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Whoever ends the process does not wait longer than this, be it for a server that does not answer. */
const PATIENCE_MS = 3000

type Clean = () => void | Promise<void>

/** In the order in which they were registered. */
const cleaners = new Set<Clean>()

/**
 * Calls `clean` when the process is asked to end, which then ends as it would have: at once where nobody returned a
 * promise, else when all of those are settled or after a few seconds. A second signal ends it at once.
 * @returns how to stop that
 */
export function beforeEnd(clean: Clean): () => void {
  if (cleaners.size === 0) for (const signal of SIGNALS) process.on(signal, end)
  cleaners.add(clean)
  return () => {
    if (cleaners.delete(clean) && cleaners.size === 0) stopListening()
  }
}

function end(signal: NodeJS.Signals): void {
  stopListening()
  const pending = [...cleaners].map((clean) => clean()).filter((result) => result instanceof Promise)
  cleaners.clear()
  const die = (): void => void process.kill(process.pid, signal)
  if (pending.length === 0) return die()
  setTimeout(die, PATIENCE_MS)
  void Promise.allSettled(pending).then(die)
}

function stopListening(): void {
  for (const signal of SIGNALS) process.off(signal, end)
}
