/** The parts of the page that the focus is moved to when what had it is gone, by their ids. */
export const PARTS = { start: 'start-page', view: 'view', object: 'object' } as const

/** Moves the focus to a part of the page, after what is being handled now is through. */
export function focusPart(part: keyof typeof PARTS): void {
  setTimeout(() => document.getElementById(PARTS[part])?.focus({ preventScroll: true }))
}
