/** What is used of a `FileSystemSyncAccessHandle`, which only workers know. */
export interface AccessHandle {
  write(bytes: Uint8Array<ArrayBuffer>, options: { readonly at: number }): number
  flush(): void
  close(): void
}

/** A file handle as workers know it; the types of pages do not. */
interface ExclusiveFile {
  createSyncAccessHandle(): Promise<AccessHandle>
}

/** Those that are being opened: Chromium 156 never answers where it collects a file that nobody holds any more. */
const opening = new Set<FileSystemFileHandle>()

/** Opens a file that nobody else can open before it is closed. @throws DOMException as the browser refuses */
export async function accessTo(file: FileSystemFileHandle): Promise<AccessHandle> {
  opening.add(file)
  try {
    return await (file as FileSystemFileHandle & ExclusiveFile).createSyncAccessHandle()
  } finally {
    opening.delete(file)
  }
}
