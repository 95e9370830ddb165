import type { NodeRow } from './rows.ts'

/** Modules and classes of Python are called as their instances are; this word before the name tells them apart. */
export function pythonPrefix({
  python,
  name,
  className,
}: Pick<NodeRow, 'python' | 'name' | 'className'>): string {
  if (!python || name === '' || name === className) return ''
  return python.role === 'class' || python.role === 'module' ? `${python.role} ` : ''
}
