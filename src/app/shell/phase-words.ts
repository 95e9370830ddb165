import type { Phase } from '#engine/base/task.ts'

/** What each step of opening does, for people. */
export const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  read: 'Reading the file',
  edges: 'Following the references',
  'shallow sizes': 'Adding up shallow sizes',
  classes: 'Grouping objects by class',
  distances: 'Measuring distances from the roots',
  dominators: 'Finding what holds what alive',
  'retained sizes': 'Adding up retained sizes',
  retainers: 'Turning the references around',
  redact: 'Replacing values by their lengths',
  write: 'Writing the container',
  answer: 'Working out the answer',
}
