/** From here on ids are addresses. Heaps of V8 do not come so far. */
const FIRST_ADDRESS = 2 ** 32

/** An object's id as people see it: `@123`, and an address as Python writes it, `@0x7f31c0`. */
export function idText(id: number): string {
  return id < FIRST_ADDRESS ? `@${id}` : `@0x${id.toString(16)}`
}

const DECIMAL = /^@?(\d{1,16})$/
const HEXADECIMAL = /^@?0x([\da-f]{1,13})$/i

/** The id that `@123`, `123`, `@0x7f31c0` or `0x7f31c0` stands for; null for any other text. */
export function idOfText(text: string): number | null {
  const decimal = DECIMAL.exec(text)
  if (decimal) return Number(decimal[1])
  const hexadecimal = HEXADECIMAL.exec(text)
  return hexadecimal && Number.parseInt(hexadecimal[1]!, 16)
}
