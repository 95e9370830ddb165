/** Whether what stands for a file is an address. */
export function isAddress(path: string): boolean {
  return /^https?:\/\//i.test(path)
}

/** An address without its fragment, which may hold the key. */
export function nameOfAddress(path: string): string {
  return path.replace(/^https?:\/\//i, '').replace(/[?#].*$/s, '')
}
