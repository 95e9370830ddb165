import type { Snapshot } from '../../model/snapshot.ts'

/** What a function is called, for people. */
export function functionName({ strings, nodeName }: Snapshot, node: number): string {
  return strings.text(nodeName[node]!) || '(anonymous)'
}
