import type { z } from 'zod'
import type { TaskHost } from '#engine/base/task.ts'
import type { Captures } from './captures.ts'

/** What a call has while it is worked on. */
export interface Call {
  readonly captures: Captures
  /** Cancels where the caller has gone or the time is up. */
  readonly host: TaskHost
}

/** The same answer for people and for programs. */
export interface Said<Data> {
  readonly text: string
  readonly data: Data
}

/** An answer that can be made shorter. */
export interface Answer<Data> {
  /** How many rows there are to show. */
  readonly rows: number
  /** The answer with the first `shown` of them; it says how many there are all the same. */
  readonly say: (shown: number) => Said<Data>
}

type Shape = z.ZodObject

/** One thing that a model can ask. */
export interface Tool {
  readonly name: string
  readonly title: string
  /** For the model: what it says, and when to ask it. */
  readonly description: string
  readonly input: Shape
  readonly output: Shape
  /** @throws ZodError where the arguments are not such; CallError, HeapError, InputError */
  readonly answer: (args: unknown, call: Call) => Promise<Answer<unknown>>
}

interface Definition<Input extends Shape, Output extends Shape> extends Omit<
  Tool,
  'input' | 'output' | 'answer'
> {
  readonly input: Input
  readonly output: Output
  readonly answer: (args: z.output<Input>, call: Call) => Promise<Answer<z.input<Output>>>
}

/** A tool whose arguments and answers are what its schemas say. */
export function defineTool<Input extends Shape, Output extends Shape>(
  definition: Definition<Input, Output>,
): Tool {
  return {
    ...definition,
    answer: (args, call) => definition.answer(definition.input.parse(args), call),
  }
}

/** An answer that has no rows. */
export function whole<Data>(said: Said<Data>): Answer<Data> {
  return { rows: 0, say: () => said }
}
