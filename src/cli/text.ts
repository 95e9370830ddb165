import { styleText } from 'node:util'
import type { Io } from './io.ts'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
/** Longer names are cut on the screen, with an ellipsis; `--json` gives them whole. */
const MAX_NAME = 100

/** Bytes in binary units: `12 B`, `1.5 KiB`, `318.0 MiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1023.95 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`
}

/** The same for a column aligned to the right: the figures line up because every unit is three characters wide. */
export function bytesCell(bytes: number): string {
  const text = formatBytes(bytes)
  return text.endsWith(' B') ? `${text}  ` : text
}

/** A change in bytes with its sign: `+1.5 KiB`, `-12 B`, `0 B`. */
export function formatDelta(bytes: number): string {
  return `${signOf(bytes)}${formatBytes(Math.abs(bytes))}`
}

/** The same for a column aligned to the right. */
export function deltaCell(bytes: number): string {
  return `${signOf(bytes)}${bytesCell(Math.abs(bytes))}`
}

/** A change of a number with its sign. */
export function formatCountDelta(count: number): string {
  return `${signOf(count)}${formatCount(Math.abs(count))}`
}

function signOf(value: number): string {
  if (value === 0) return ''
  return value > 0 ? '+' : '-'
}

/** `1,234,567`. The platform's own way takes 10 ms to come up, which a short command notices. */
export function formatCount(count: number): string {
  if (!Number.isSafeInteger(count)) return count.toLocaleString('en-US')
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
}

/**
 * A heap's name as it may be shown on a terminal: on one line, without control characters (a snapshot may come from
 * anywhere, and a terminal obeys them) and not too long.
 */
export function formatName(name: string, longest: number = MAX_NAME): string {
  if (name === '') return '(no name)'
  const safe = name.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, escaped)
  // Blanks alone would leave no mark.
  if (/^[\s\u115f\u1160\u2800\u3164\uffa0]+$/u.test(safe)) return `"${safe.slice(0, longest)}"`
  return safe.length > longest ? `${safe.slice(0, longest)}…` : safe
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`
}

/** How loud a text is. */
export interface Paint {
  strong(text: string): string
  quiet(text: string): string
}

/** Paints only on a terminal that wants it (https://no-color.org). */
export function paintFor({ stdout, environment }: Pick<Io, 'stdout' | 'environment'>): Paint {
  const isPlain = !stdout.isTTY || Boolean(environment['NO_COLOR']) || environment['TERM'] === 'dumb'
  return isPlain
    ? { strong: (text) => text, quiet: (text) => text }
    : { strong: (text) => ansi('bold', text), quiet: (text) => ansi('dim', text) }
}

function ansi(style: 'bold' | 'dim', text: string): string {
  return styleText(style, text, { validateStream: false })
}
