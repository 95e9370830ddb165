import { z } from 'zod'
import type { CutEdges, CutEnd, Removed } from '#engine/model/retainer-rows.ts'
import { currentPlace, go, placeAfter } from './place-store.ts'

/** One thing taken out of the heap to see what happens: references cut, or a retainer ignored. */
export type WithoutStep = CutEdges | CutEnd

/** What the view of retainers calls it in the address. */
export const WITHOUT = 'without'

const step = z.union([
  z.string().min(1),
  z.strictObject({ from: z.string(), type: z.string(), name: z.string(), to: z.string() }),
])

/** The steps in an option of the address, in the order they were taken. Never throws. */
export const withoutSchema = z.string().transform(parsed).pipe(z.array(step)).catch([])

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return []
  }
}

export function removedBy(steps: readonly WithoutStep[]): Removed {
  return {
    cuts: steps.filter((one) => typeof one !== 'string'),
    ignored: steps.filter((one) => typeof one === 'string'),
  }
}

/** Shows what happens without one more thing, in the view of retainers. */
export function takeOut(what: WithoutStep): void {
  const before = stepsNow()
  if (before.some((one) => JSON.stringify(one) === JSON.stringify(what))) setWithout(before)
  else setWithout([...before, what])
}

/** Goes to the view of retainers with these things taken out. */
export function setWithout(steps: readonly WithoutStep[]): void {
  const options: Record<string, string> = { ...optionsThere() }
  if (steps.length === 0) delete options[WITHOUT]
  else options[WITHOUT] = JSON.stringify(steps)
  go({ view: 'retainers', options })
}

function stepsNow(): readonly WithoutStep[] {
  const text = optionsThere()[WITHOUT]
  return text === undefined ? [] : withoutSchema.parse(text)
}

/** The options that the view of retainers has, or had when it was left. */
function optionsThere(): Readonly<Record<string, string>> {
  return placeAfter(currentPlace(), { view: 'retainers' }).options
}
