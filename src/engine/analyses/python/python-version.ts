/** The second number of a version of Python; 0 where it is not known. */
export function minorOf(version: string | null | undefined): number {
  return Number(version?.split('.')[1] ?? 0)
}
