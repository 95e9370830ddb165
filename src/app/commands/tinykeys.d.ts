/** The package's own types are not reachable through its exports. */
declare module 'tinykeys' {
  /** @returns unbinds the keys */
  export function tinykeys(
    target: Window | HTMLElement,
    bindings: Readonly<Record<string, (event: KeyboardEvent) => void>>,
  ): () => void
}
