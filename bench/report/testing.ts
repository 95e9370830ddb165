interface Measured {
  readonly seconds?: number
  readonly bytes?: number
  readonly steps?: Record<string, number>
  readonly firstRows?: number
  readonly longTasks?: readonly number[]
}

/** A tool's or a page's run of one round. */
export function run(
  id: string,
  { seconds = 1, bytes = 1, steps = {}, firstRows = 1, longTasks = [] }: Measured,
) {
  return {
    id,
    name: id,
    seconds: [seconds],
    bytes: [bytes],
    steps: [steps],
    firstRows: [firstRows],
    longTasks: [longTasks],
    resident: [],
  }
}

export function deadRun(id: string, seconds: number, reason: string) {
  return { ...run(id, {}), seconds: [], bytes: [], steps: [], failure: { seconds, reason } }
}

/** What the bench knows of a file on which only `runs` were made. */
export function result(
  id: string,
  size: { bytes?: number; nodes?: number; edges?: number },
  runs: unknown[],
) {
  return { id, name: id, bytes: 1e6, nodes: 1e6, edges: 1e6, ...size, runs }
}
