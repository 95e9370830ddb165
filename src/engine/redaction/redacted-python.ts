import { NodeType } from '../model/kinds.ts'
import type { ProcessInfo } from '../model/process-info.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { threadName } from './python-names.ts'
import type { StringNumbers } from './redacted-strings.ts'
import { Role } from './string-roles.ts'
import type { Mask } from './text-rule.ts'
import { urlRule } from './url-rule.ts'

/** What only heaps of Python say, by the new numbers of its strings. @param nodeName the new names of nodes */
export function redactedPython(
  { python, nodeType }: Snapshot,
  nodeName: Uint32Array,
  numbers: StringNumbers,
  mask: Mask,
): Snapshot['python'] {
  if (!python) return null
  const className = python.className.map((name, node) =>
    // A text is what the file calls its name; all texts are of one class.
    nodeType[node] === NodeType.string ? nodeName[node]! : numbers.of(name, Role.pythonClass),
  )
  return { ...python, className, process: redactedProcess(python.process, mask) }
}

/** Arguments are values; threads and mapped files are called as the rules for names and addresses say. */
function redactedProcess(process: ProcessInfo, mask: Mask): ProcessInfo {
  const { argv, threads, memory } = process
  return {
    ...process,
    argv: argv.map(mask),
    threads: threads.map((thread) => ({ ...thread, name: threadName(thread.name, mask) })),
    memory: memory && {
      ...memory,
      regions: memory.regions.map((region) => ({ ...region, path: pathOf(region.path, mask) })),
    },
  }
}

/** What programs and libraries are called; other files that are mapped are data. */
const LIBRARY = /(?:\.so(?:\.[\d.]+)?|\.dylib|\/python[\d.]*)$/

/** `[heap]`, `/usr/lib/libssl.so.3`. */
function pathOf(path: string, mask: Mask): string {
  if (path === '' || /^\[[a-z_]{1,20}(?::\d{1,10})?\]$/.test(path)) return path
  return LIBRARY.test(path) ? (urlRule(path, mask) ?? mask(path)) : mask(path)
}
