import { processFromJson } from '../format/v8/process-json.ts'
import type { ContainerReader } from '../format/container/reader.ts'
import type { ContainerWriter } from '../format/container/writer.ts'
import type { Task } from '../base/task.ts'
import type { PythonHeap } from '../model/python-heap.ts'
import type { ColumnLoader } from './load-columns.ts'
import { SECTION } from './section-names.ts'

export async function writePython(writer: ContainerWriter, python: PythonHeap | null): Promise<void> {
  if (!python) return
  await writer.column(SECTION.pythonClasses, python.className)
  await writer.column(SECTION.pythonCounts, python.refcount)
  await writer.column(SECTION.pythonLengths, python.length)
  await writer.column(SECTION.pythonGenerations, python.generation)
  await writer.column(SECTION.pythonFlags, python.flags)
  await writer.json(SECTION.pythonProcess, python.process)
}

/** Reads what is said of Python, null where nothing is. @throws HeapError `bad-container` */
export async function readPython(
  columns: ColumnLoader,
  reader: ContainerReader,
  strings: number,
  task: Task,
): Promise<PythonHeap | null> {
  if (!reader.has(SECTION.pythonClasses)) return null
  const className = await columns.nodeWords(SECTION.pythonClasses, strings)
  const refcount = await columns.nodeWords(SECTION.pythonCounts, Infinity)
  const length = await columns.nodeWide(SECTION.pythonLengths)
  const generation = await columns.nodeBytes(SECTION.pythonGenerations)
  const flags = await columns.nodeBytes(SECTION.pythonFlags)
  const { value } = await reader.json(SECTION.pythonProcess, task)
  return { className, refcount, length, generation, flags, process: processFromJson(value) }
}
