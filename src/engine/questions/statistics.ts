import { distanceDistribution, sizeDistribution } from '../analyses/distributions.ts'
import { NODE_PARTS } from '../analyses/keeping-fields.ts'
import { statisticsOf } from '../analyses/statistics.ts'
import type { DistanceDistribution, SizeDistribution, Statistics } from '../model/statistics-rows.ts'
import type { Asked } from './asked.ts'

/** Questions about the heap as a whole. */
export const statisticsQuestions = {
  /** What the bytes are used for. */
  statistics(asked: Asked): Promise<Statistics> {
    return asked.shared('statistics', async (task) => {
      task.begin('answer', asked.heap.snapshot.nodeCount)
      return statisticsOf(asked.heap, await NODE_PARTS.of(asked.heap, task))
    })
  },

  sizeDistribution(asked: Asked): Promise<SizeDistribution> {
    return asked.shared('sizes', (task) => {
      task.begin('answer', asked.heap.snapshot.nodeCount)
      return sizeDistribution(asked.heap, task)
    })
  },

  distanceDistribution(asked: Asked): Promise<DistanceDistribution> {
    return asked.shared('distances', (task) => {
      task.begin('answer', asked.heap.snapshot.nodeCount)
      return distanceDistribution(asked.heap, task)
    })
  },
}
