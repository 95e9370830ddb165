import { z } from 'zod'
import { SHARE_PATTERN, SIZE_PATTERN } from './amounts.ts'

/**
 * What a budget file may say. Errors say what is expected, as a noun; of objects with a key too many, which keys there are.
 * Descriptions are what editors show.
 */

const AN_AMOUNT = 'a size such as "120 MB" or a share such as "10 %"'
const A_COUNT = 'a whole number of objects'
const AMOUNT_PATTERN = new RegExp(`${SIZE_PATTERN.source}|${SHARE_PATTERN.source}`)
/** A rule and a fingerprint, as findings are told by. */
const KEY_PATTERN = /^[a-z]+(?:-[a-z]+)*\/[0-9a-z]+(?:-\d+)?$/
const SEVERITIES_ALLOWED = ['none', 'note', 'warning'] as const

const amount = z.string({ error: AN_AMOUNT }).regex(AMOUNT_PATTERN, AN_AMOUNT)
const count = z.int({ error: A_COUNT }).min(0, A_COUNT)
const A_COUNT_OR_SHARE = `${A_COUNT} or a share such as "10 %"`
const countOrShare = z.union(
  [z.int().min(0, A_COUNT_OR_SHARE), z.string().regex(SHARE_PATTERN, A_COUNT_OR_SHARE)],
  { error: A_COUNT_OR_SHARE },
)
const severity = z.enum(SEVERITIES_ALLOWED, {
  error: SEVERITIES_ALLOWED.map((word) => `"${word}"`).join(' or '),
})

const growth = keyed({
  objects: countOrShare
    .optional()
    .describe('How many more objects than the base has: a number, or a share of those.'),
  shallow: amount
    .optional()
    .describe('How many more bytes they take themselves: a size, or a share of the base’s.'),
  retained: amount
    .optional()
    .describe('How many more bytes would be freed with them: a size, or a share of the base’s.'),
})

const limits = keyed({
  objects: count.optional().describe('At most so many objects.'),
  shallow: amount.optional().describe('At most so many bytes of their own: a size, or a share of the heap.'),
  retained: amount
    .optional()
    .describe(
      'At most so many bytes that would be freed if all of them went away: a size, or a share of the heap.',
    ),
  growth: growth.optional().describe('How much more there may be than in the base.'),
})

export const BudgetSchema = keyed({
  $schema: z.string({ error: 'the address of the schema' }).optional(),
  total: z
    .string({ error: 'a size such as "120 MB"' })
    .regex(SIZE_PATTERN, 'a size such as "120 MB"')
    .optional()
    .describe('At most so many bytes in the whole heap.'),
  growth: amount
    .optional()
    .describe('By how much the heap may be larger than the base: a size, or a share of it.'),
  classes: sets('the name of a class').describe('Limits by class, as the list of classes names it.'),
  code: sets('a part of the address of scripts or of the path of modules').describe(
    'Limits by code: functions that are defined in, and objects whose constructor or class is from, files with this in their path.',
  ),
  filters: sets('an expression of the filter language').describe(
    'Limits by an expression of the filter language, such as kind:string size:>1MB.',
  ),
  findings: keyed({
    worst: severity.optional().describe('No finding may be worse.'),
    worstNew: severity.optional().describe('No finding that the base has not may be worse.'),
    except: record(
      z.string().regex(KEY_PATTERN),
      z.string({ error: 'the reason why it is accepted' }).regex(/\S/, 'the reason why it is accepted'),
      'the key of a finding such as "large-collection/hcm1io1ejm"',
    )
      .optional()
      .describe('Findings that are accepted, by the key that is told with them, with the reason why.'),
  })
    .optional()
    .describe('What findings are accepted.'),
})

export type Budget = z.infer<typeof BudgetSchema>
/** Limits of a set of objects. */
export type Limits = z.infer<typeof limits>
export type AcceptedSeverity = (typeof SEVERITIES_ALLOWED)[number]

function sets(key: string) {
  return record(z.string().min(1), limits, key).optional()
}

function record<Key extends z.ZodString, Value extends z.ZodType>(key: Key, value: Value, keyIs: string) {
  return z.record(key, value, { error: ({ code }) => (code === 'invalid_key' ? keyIs : 'an object') })
}

function keyed<Shape extends z.ZodRawShape>(shape: Shape) {
  const keys = Object.keys(shape).filter((key) => key !== '$schema')
  return z
    .strictObject(shape, {
      error: ({ code }) => (code === 'unrecognized_keys' ? keys.join(', ') : 'an object'),
    })
    .refine((value) => keys.some((key) => key in value), { error: `at least one of ${keys.join(', ')}` })
}
