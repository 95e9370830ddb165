/** What to say of folders that were dropped with files, by their names; null where there is nothing to say. */
export function openingNotice(files: readonly string[], folders: readonly string[]): string | null {
  const [folder] = folders
  if (folder === undefined) return null
  if (files.length === 0) return `${folder} is a folder: open it and drop the capture's file.`
  return files.length === 1 ? `Only ${files[0]} is opened.` + LEFT : LEFT.trim()
}

const LEFT = ' Folders are left out.'
