/** The one thing of a host that crosses the protocol: a file's bytes. Pages, workers and Node have it alike. */
interface Blob {
  readonly size: number
}
