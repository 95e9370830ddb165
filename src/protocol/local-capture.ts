import { z } from 'zod'

/**
 * What page and server say to each other where the server may capture processes of its own machine. Only who opened the
 * page by the address that the server said may ask: its fragment has the token, which goes along as
 * `Authorization: Bearer <token>`.
 *
 * | | |
 * |---|---|
 * | `GET api/local` | `LocalTargets` |
 * | `POST api/local/<id>` | a `.heapsnapshot`, of Python compressed, while the process writes it |
 */
export const LOCAL_API = {
  list: 'api/local',
  take: (id: string) => `api/local/${id}`,
} as const

/** What the fragment of that address is: this, with the token behind it. */
export const LOCAL_FRAGMENT = 'capture='

export const localTarget = z.object({
  id: z.string().regex(/^[\w-]{1,100}$/),
  kind: z.enum(['node', 'page', 'python']),
  /** The command line of a process, the address of a page. */
  name: z.string(),
  pid: z.number().int().positive().nullable(),
  /** Bytes of memory that the system counts for it; null where it is not known. */
  resident: z.number().int().nonnegative().nullable(),
  /** What has to be done before it can be captured, in one sentence; null where nothing has. */
  needs: z.string().nullable(),
})
export type LocalTarget = z.infer<typeof localTarget>

export const localTargets = z.object({ targets: z.array(localTarget) })
