import type { ReactNode } from 'react'
import { Button } from '#app/ui/Button.tsx'

interface ToggleProps {
  readonly pressed: boolean
  readonly onPress: () => void
  readonly children: ReactNode
}

/** A switch in the tools of a list. */
export function Toggle({ pressed, onPress, children }: ToggleProps) {
  return (
    <Button aria-pressed={pressed} onClick={onPress}>
      {children}
    </Button>
  )
}
