/**
 * What to say of files and folders that were dropped or chosen together, by their names; null where all that came is
 * opened.
 */
export function openingNotice(files: readonly string[], folders: readonly string[]): string | null {
  const [first] = files
  const [folder] = folders
  if (first === undefined) {
    return folder === undefined ? null : `${folder} is a folder: open it and drop the capture's file.`
  }
  const left = folder === undefined ? '' : ' Folders are left out.'
  if (files.length > 1) {
    return `Only ${first} of these ${files.length} files is opened: one capture is shown at a time.${left}`
  }
  return folder === undefined ? null : `Only ${first} is opened.${left}`
}
