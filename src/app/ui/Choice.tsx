import styles from './Choice.module.css'

interface ChoiceProps<Value extends string> {
  /** What is chosen, for screen readers. */
  readonly label: string
  readonly value: Value
  readonly choices: readonly {
    readonly value: Value
    readonly title: string
    /** Why it cannot be chosen now. */
    readonly unavailable?: string
  }[]
  readonly onChange: (value: Value) => void
}

/** One of a few, all of them in sight. */
export function Choice<Value extends string>({ label, value, choices, onChange }: ChoiceProps<Value>) {
  return (
    <fieldset className={styles['choice']}>
      <legend className={styles['label']}>{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className={styles['option']}
          title={choice.unavailable}
          data-unavailable={choice.unavailable ? '' : undefined}
        >
          <input
            type="radio"
            name={label}
            value={choice.value}
            checked={choice.value === value}
            disabled={choice.unavailable !== undefined && choice.value !== value}
            onChange={() => onChange(choice.value)}
          />
          <span>{choice.title}</span>
        </label>
      ))}
    </fieldset>
  )
}
