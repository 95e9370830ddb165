import { REACT_FIBERS } from '../../react/react-fibers.ts'
import type { Rule } from '../rule.ts'
import { lostRoots } from './lost-roots.ts'
import { unmountedFibers } from './unmounted-fibers.ts'

/** What React has unmounted, or would have if it had been told to, and is kept. */
export const reactFibers: Rule = {
  name: 'react-fibers',
  title: 'React components that are kept',
  about:
    'Unmounted React components that functions given away still hold with their state, and roots that were never unmounted though their element is in no document.',
  family: 'v8',
  async find(heap, task) {
    const found = await REACT_FIBERS.of(heap, task)
    return [...(await unmountedFibers(heap, found, task)), ...(await lostRoots(heap, found, task))]
  },
}
