import { expose, releaseProxy, wrap } from 'comlink'
import type { Progress, TaskHost } from '#engine/base/task.ts'
import type { PairRow } from '#engine/model/diff-rows.ts'
import type { Session } from '#engine/session.ts'
import { valueOf } from '#protocol/reply.ts'
import type { BesideRequest, Neighbour } from '#protocol/worker.ts'
import { reply } from './replies.ts'

/** A session as its neighbours use it. */
export type NeighbourHeap = Pick<Session, 'digest' | 'besideBase' | 'besideTarget'>

/** Answers what another worker asks over a port. @param whole resolves once everything about the capture is known */
export function offerNeighbour(
  whole: () => Promise<NeighbourHeap>,
  host: (report: (progress: Progress) => void) => TaskHost,
  port: MessagePort,
): void {
  const neighbour: Neighbour = {
    digest: (paths) =>
      reply(async () =>
        (await whole()).digest(
          paths,
          host(() => {}),
        ),
      ),
    besideTarget: (key, target, told) =>
      reply(async () => {
        ;(await whole()).besideTarget(key, target, told)
        return null
      }),
  }
  expose(neighbour, port)
}

/** Puts a capture beside the one behind a port, and tells that one. */
export async function besideNeighbour(
  target: NeighbourHeap,
  { key, keyThere, by }: BesideRequest,
  port: MessagePort,
  host: TaskHost,
): Promise<PairRow> {
  const base = wrap<Neighbour>(port)
  try {
    const source = { digest: async (paths: boolean) => valueOf(await base.digest(paths)), elsewhere: true }
    const { pair, digest, forBase } = await target.besideBase(key, source, by, host)
    valueOf(await base.besideTarget(keyThere, digest, forBase))
    return pair
  } finally {
    base[releaseProxy]()
    port.close()
  }
}
