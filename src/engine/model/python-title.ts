import type { NodeRow } from './rows.ts'

/** Modules and classes of Python are called as their instances are; this word before the name tells them apart. */
export function pythonPrefix({
  python,
  name,
  className,
}: Pick<NodeRow, 'python' | 'name' | 'className'>): string {
  if (!python || name === '' || name === className) return ''
  if (python.isClass) return 'class '
  return className === 'module' ? 'module ' : ''
}
