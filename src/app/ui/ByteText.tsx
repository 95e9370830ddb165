import { formatBytes, formatExactBytes } from './format.ts'

/** A size within a sentence; the exact bytes on hover. In tables, where figures line up, `Bytes` is right. */
export function ByteText({ value }: { readonly value: number }) {
  return <span title={formatExactBytes(value)}>{formatBytes(value)}</span>
}
