import styles from './ModeSwitch.module.css'

interface ModeSwitchProps<Mode extends string> {
  /** What is chosen: `What to list`. */
  readonly label: string
  readonly modes: readonly (readonly [mode: Mode, title: string])[]
  readonly mode: Mode
  readonly onChange: (mode: Mode) => void
}

/** A choice of a few, all in sight. */
export function ModeSwitch<Mode extends string>({ label, modes, mode, onChange }: ModeSwitchProps<Mode>) {
  return (
    <span role="group" aria-label={label} className={styles['switch']}>
      {modes.map(([name, title]) => (
        <button
          key={name}
          type="button"
          className={styles['mode']}
          aria-pressed={name === mode}
          onClick={() => onChange(name)}
        >
          {title}
        </button>
      ))}
    </span>
  )
}
