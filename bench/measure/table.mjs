/** The middle one of an odd number of values; the mean of the middle two of an even number. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Rows of equal length as a Markdown table; all columns but the first are aligned right. */
export function markdownTable(head, rows) {
  const widths = head.map((cell, i) => Math.max(cell.length, 3, ...rows.map((row) => row[i].length)))
  const line = (cells) =>
    `| ${cells.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join(' | ')} |`
  const rule = `|${widths.map((width, i) => (i ? ` ${'-'.repeat(width)}:` : ` ${'-'.repeat(width)} `)).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}

/** Bytes in MB or GB, by powers of ten. */
export function megabytes(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${Math.round(bytes / 1e6)} MB`
}

/** A count with commas between thousands. */
export function grouped(count) {
  return count.toLocaleString('en-US')
}
