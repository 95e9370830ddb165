import { type DestinationStream, type Logger, pino } from 'pino'
import type { LogLevel } from './settings.ts'

/**
 * The log: a line of JSON each.
 * @param to standard output, unless tests bring their own; written at once, so that nothing is lost at the end
 */
export function createLog(
  level: LogLevel,
  to: DestinationStream = pino.destination({ fd: 1, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    to,
  )
}
