/** Past this size the other tools run once: they take minutes, and differ by far more than from run to run. */
export const ONCE_ABOVE_BYTES = 500e6

/** Longer than this and a tool or a page counts as stuck. Twice what the slowest takes for the largest file. */
export const PATIENCE_SECONDS = 600

/** A tool that needs more of this machine's memory than this is stopped before the system stops another program. */
export const MEMORY_SHARE = 0.9
