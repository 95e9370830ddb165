import type { Tool } from './tool.ts'
import { classes } from './tools/classes.ts'
import { close } from './tools/close.ts'
import { diff } from './tools/diff.ts'
import { dominators } from './tools/dominators.ts'
import { findings } from './tools/findings.ts'
import { leaks } from './tools/leaks.ts'
import { object } from './tools/object.ts'
import { open } from './tools/open.ts'
import { path } from './tools/path.ts'
import { query } from './tools/query.ts'
import { summary } from './tools/summary.ts'
import { whatIf } from './tools/what-if.ts'

/** All tools, in the order in which they are offered. */
export const TOOLS: readonly Tool[] = [
  open,
  summary,
  findings,
  classes,
  query,
  object,
  path,
  dominators,
  diff,
  leaks,
  whatIf,
  close,
]
