/** Gives the placeholder of a text. */
export type Mask = (text: string) => string

/** What becomes of a text: itself, what is left of it, or null where the whole of it is a value. */
export type TextRule = (text: string, mask: Mask) => string | null
