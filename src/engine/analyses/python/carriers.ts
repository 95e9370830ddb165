/**
 * Classes of the standard library whose objects hold things in attributes, for whoever holds them: what a queue keeps is
 * kept by the queue of somebody.
 */
export const CARRIERS: ReadonlySet<string> = new Set([
  'collections.ChainMap',
  'collections.UserDict',
  'collections.UserList',
  'functools.partial',
  ...['Queue', 'LifoQueue', 'PriorityQueue'].flatMap((name) => [`queue.${name}`, `asyncio.queues.${name}`]),
  '_thread._local',
  'types.SimpleNamespace',
])
