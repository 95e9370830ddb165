import type { Session } from '../session.ts'
import { QUIET_HOST } from './captures.ts'

/** Asks all that is made of a capture's stacks, samples and scopes. Wants retainers. */
export async function askSide(session: Session): Promise<void> {
  const request = { start: 0, end: 50 }
  const { timeline, stacks } = await session.ask('allocations', [], QUIET_HOST)
  if (timeline) {
    await session.ask('timelineBins', [7], QUIET_HOST)
    const { start, end } = timeline
    await session.ask('allocatedClasses', [start, end, request], QUIET_HOST)
  }
  if (stacks) {
    const { rows } = await session.ask('callees', [null, request], QUIET_HOST)
    for (const { entry } of rows) await session.ask('callees', [entry, request], QUIET_HOST)
    const callers = await session.ask('callers', [[], request], QUIET_HOST)
    for (const { entry } of callers.rows) await session.ask('callers', [[entry], request], QUIET_HOST)
    await session.ask('stackFunctions', [request], QUIET_HOST)
    const icicle = { entry: null, measure: 'size', least: 0.01, most: 20 } as const
    await session.ask('stackIcicle', [icicle], QUIET_HOST)
    await session.ask('objectStack', [0], QUIET_HOST)
  }
  await session.ask('deadVariables', [request], QUIET_HOST)
}
