import { BitSet } from './bit-set.ts'

/** From this part of all numbers on it is faster to set a bit for each than to compare them. */
const MANY = 1 / 256

/**
 * Distinct numbers in ascending order; those given where they are already. O(numbers + length / 8) where there are many, else
 * O(numbers log numbers).
 * @param length all are below it
 */
export function ascending(numbers: Uint32Array, length: number): Uint32Array {
  let sorted = 1
  while (sorted < numbers.length && numbers[sorted - 1]! < numbers[sorted]!) sorted++
  if (sorted >= numbers.length) return numbers
  if (numbers.length < MANY * length) return numbers.slice().sort()
  const met = new BitSet(length)
  for (let i = 0; i < numbers.length; i++) met.add(numbers[i]!)
  return met.toArray(numbers.length)
}
