import { Command as CommandIcon, Monitor, Moon, Sun } from 'lucide-react'
import { showOverlay } from '../state/overlay-store.ts'
import { setTheme, useTheme, type Theme } from '../state/theme.ts'
import { Button } from '../ui/Button.tsx'
import styles from './PageTools.module.css'

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' }
const ICONS = { system: Monitor, light: Sun, dark: Moon }
const NAMES: Readonly<Record<Theme, string>> = { system: 'as the system', light: 'light', dark: 'dark' }

/** What every state of the page offers at the top right: all commands, and the theme. */
export function PageTools() {
  const theme = useTheme()
  const Icon = ICONS[theme]
  const label = `Theme: ${NAMES[theme]}. Change to ${NAMES[NEXT[theme]]}`
  return (
    <div className={styles['tools']}>
      <Button
        look="icon"
        aria-label="All commands"
        title="All commands (Ctrl K or ⌘ K)"
        onClick={() => showOverlay('palette')}
      >
        <CommandIcon aria-hidden="true" size={15} />
      </Button>
      <Button look="icon" aria-label={label} title={label} onClick={() => setTheme(NEXT[theme])}>
        <Icon aria-hidden="true" size={15} />
      </Button>
    </div>
  )
}
