import type { ButtonHTMLAttributes } from 'react'
import styles from './Button.module.css'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `plain` has an outline, `primary` is the one thing to do here, `text` reads as a link, `icon` is square. */
  readonly look?: 'plain' | 'primary' | 'text' | 'icon'
}

/** A button that never submits a form by accident. Icon buttons need an `aria-label`. */
export function Button({ look = 'plain', className, type = 'button', ...rest }: ButtonProps) {
  const classes = [styles['button'], styles[look], className].filter(Boolean).join(' ')
  return <button type={type} className={classes} {...rest} />
}
