import { create } from 'zustand'

/** `system` follows the setting of the machine. */
export type Theme = 'system' | 'light' | 'dark'

const KEY = 'heapscope.theme'

const themeStore = create<{ readonly theme: Theme }>(() => ({ theme: 'system' }))

export function useTheme(): Theme {
  return themeStore((state) => state.theme)
}

/** Takes the theme chosen on an earlier visit. Call it before the first thing is drawn. */
export function restoreTheme(): void {
  const kept = read()
  if (kept === 'light' || kept === 'dark') apply(kept)
}

export function setTheme(theme: Theme): void {
  apply(theme)
  try {
    if (theme === 'system') localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, theme)
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
}

function apply(theme: Theme): void {
  themeStore.setState({ theme })
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}
