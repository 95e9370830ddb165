import { distanceDistribution, sizeDistribution } from '../analyses/distributions.ts'
import { NODE_PARTS } from '../analyses/keeping-fields.ts'
import { statisticsOf } from '../analyses/statistics.ts'
import type { Term } from '../model/selection-rows.ts'
import type { DistanceDistribution, SizeDistribution, Statistics } from '../model/statistics-rows.ts'
import type { Asked } from './asked.ts'

type Terms = readonly Term[] | null

/** Questions about the heap as a whole, or about a selection taken together. */
export const statisticsQuestions = {
  /** What the bytes are used for. @throws HeapError `bad-filter` */
  async statistics(whole: Asked, among: Terms = null): Promise<Statistics> {
    const asked = await whole.about(among)
    return asked.shared('statistics', async (task) => {
      task.begin('answer', asked.heap.snapshot.nodeCount)
      return statisticsOf(asked.heap, await NODE_PARTS.of(asked.heap, task), asked.only)
    })
  },

  async sizeDistribution(whole: Asked, among: Terms = null): Promise<SizeDistribution> {
    const asked = await whole.about(among)
    return asked.shared('sizes', (task) => {
      task.begin('answer', asked.heap.snapshot.nodeCount)
      return sizeDistribution(asked.heap, task, asked.only)
    })
  },

  async distanceDistribution(whole: Asked, among: Terms = null): Promise<DistanceDistribution> {
    const asked = await whole.about(among)
    return asked.shared('distances', (task) => {
      task.begin('answer', asked.heap.snapshot.nodeCount)
      return distanceDistribution(asked.heap, task, asked.only)
    })
  },
}
