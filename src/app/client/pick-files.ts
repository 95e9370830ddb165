/**
 * Lets the user choose files; resolves to none when they change their mind.
 * @param accept endings, as `.map`; any file without it
 */
export function pickFiles(accept = ''): Promise<readonly File[]> {
  const input = document.createElement('input')
  input.accept = accept
  return choose(input)
}

/** The same with all files of a folder. */
export function pickFolder(): Promise<readonly File[]> {
  const input = document.createElement('input')
  input.webkitdirectory = true
  return choose(input)
}

function choose(input: HTMLInputElement): Promise<readonly File[]> {
  return new Promise((resolve) => {
    input.type = 'file'
    input.multiple = true
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  })
}
