import { InvalidArgumentError } from 'commander'

/** A whole number from 1. @throws InvalidArgumentError */
export function parseCount(text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count)) {
    throw new InvalidArgumentError('It must be a whole number from 1.')
  }
  return count
}

/** A heap's object id, with or without its @. @throws InvalidArgumentError */
export function parseId(text: string): number {
  const id = Number(text.replace(/^@/, ''))
  if (!/^@?\d+$/.test(text) || !Number.isSafeInteger(id)) {
    throw new InvalidArgumentError('It must be an object id such as @123.')
  }
  return id
}
