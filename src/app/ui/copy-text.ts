import { notify } from '../state/notice-store.ts'

/** Copies a text and says in the notice line whether that worked. @param what is copied, as `the row` */
export function copyText(text: string, what: string): void {
  // Absent where the page is not served securely.
  const clipboard = navigator.clipboard as Clipboard | undefined
  const done = clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))
  done.then(
    () => notify(`Copied ${what}.`),
    () => notify('The browser did not let the page copy.'),
  )
}
