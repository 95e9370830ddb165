import { freemem, totalmem } from 'node:os'
import process from 'node:process'

/** What the system says about memory, in bytes. */
export interface MemoryFigures {
  readonly platform: string
  readonly total: number
  readonly free: number
  /** What the process may take at most (in a container, say); 0 or undefined where nothing is set. */
  readonly limit: number | undefined
}

/** macOS counts what it could clear away at once as used; this much of the whole can be had as a rule. */
const SHARE_ON_MACOS = 0.75

/** Bytes of memory that a capture may take here. */
export function freeMemory(figures: MemoryFigures = figuresOfSystem()): number {
  const { platform, total, free, limit } = figures
  const there = platform === 'darwin' ? total * SHARE_ON_MACOS : free
  return limit ? Math.min(there, limit) : there
}

function figuresOfSystem(): MemoryFigures {
  return {
    platform: process.platform,
    total: totalmem(),
    free: freemem(),
    limit: process.constrainedMemory(),
  }
}
