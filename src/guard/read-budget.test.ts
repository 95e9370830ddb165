import { describe, expect, test } from 'vitest'
import { readBudget } from './read-budget.ts'

function faults(budget: unknown): readonly string[] {
  const read = readBudget(typeof budget === 'string' ? budget : JSON.stringify(budget))
  return 'faults' in read ? read.faults : []
}

const WHOLE = {
  $schema: './heapscope.budget.schema.json',
  '//': 'Limits of the checkout service.',
  total: '120 MB',
  growth: '5 %',
  classes: {
    Session: { objects: 1000, retained: '2 MB', '// why': 'one a user', growth: { objects: '5 %' } },
  },
  code: { '/src/cache/': { retained: '10 %' } },
  filters: { 'kind:string size:>1MB': { objects: 0 } },
  findings: {
    worst: 'warning',
    worstNew: 'none',
    except: { 'large-collection/hcm1io1ejm-2': 'The catalogue is meant to be held.' },
  },
}

test('a budget is read without its comments, and given back with them', () => {
  const read = readBudget(JSON.stringify(WHOLE))
  if ('faults' in read) throw new Error(read.faults.join('\n'))
  expect(read.raw).toEqual(WHOLE)
  expect(read.budget).not.toHaveProperty('//')
  expect(read.budget.classes).toEqual({
    Session: { objects: 1000, retained: '2 MB', growth: { objects: '5 %' } },
  })
})

describe('what is wrong is told by its key, with what is expected', () => {
  test.each<[unknown, string]>([
    [[], 'the budget: an object is expected, not [].'],
    [{}, 'the budget: at least one of total, growth, classes, code, filters, findings is expected, not {}.'],
    [{ total: 120 }, 'total: a size such as "120 MB" is expected, not 120.'],
    [{ total: '10 %' }, 'total: a size such as "120 MB" is expected, not "10 %".'],
    [{ growth: '5' }, 'growth: a size such as "120 MB" or a share such as "10 %" is expected, not "5".'],
    [
      { totals: '1 MB' },
      'totals: there is no such key, only total, growth, classes, code, filters, findings.',
    ],
    [{ classes: [] }, 'classes: an object is expected, not [].'],
    [
      { classes: { Session: {} } },
      'classes.Session: at least one of objects, shallow, retained, growth is expected, not {}.',
    ],
    [
      { classes: { '(array)': { objects: -1 } } },
      'classes["(array)"].objects: a whole number of objects is expected, not -1.',
    ],
    [
      { classes: { A: { objects: '1,000' } } },
      'classes.A.objects: a whole number of objects is expected, not "1,000".',
    ],
    [
      { classes: { A: { count: 3 } } },
      'classes.A.count: there is no such key, only objects, shallow, retained, growth.',
    ],
    [
      { classes: { A: { growth: { objects: '2 MB' } } } },
      'classes.A.growth.objects: a whole number of objects or a share such as "10 %" is expected, not "2 MB".',
    ],
    [
      { code: { '': { objects: 1 } } },
      'code[""]: a part of the address of scripts or of the path of modules is expected as the key.',
    ],
    [
      { findings: { worst: 'serious' } },
      'findings.worst: "none" or "note" or "warning" is expected, not "serious".',
    ],
    [
      { findings: { except: { 'large-collection': 'why' } } },
      'findings.except["large-collection"]: the key of a finding such as "large-collection/hcm1io1ejm" is expected as the key.',
    ],
    [
      { findings: { except: { 'cycles/hcm1io1ejm': ' ' } } },
      'findings.except["cycles/hcm1io1ejm"]: the reason why it is accepted is expected, not " ".',
    ],
  ])('%j', (budget, fault) => {
    expect(faults(budget)).toEqual([fault])
  })

  test('in a filter, by what the filter language says of it', () => {
    expect(faults({ filters: { 'size:>much': { objects: 1 } } })).toEqual([
      expect.stringMatching(/^filters\["size:>much"\]: .*“much” is not a number/),
    ])
  })

  test('and every fault is told', () => {
    expect(faults({ total: 1, growth: 2, classes: { A: { x: 1, y: 2 } } })).toHaveLength(4)
  })

  test.each([
    ['{\n  "total": "1 MB",\n  growth: 3\n}', 'it is not JSON from line 3, character 3 on.'],
    ['', 'it is empty; {} is the least that is JSON.'],
  ])('in what is no JSON, by line and character: %j', (text, fault) => {
    expect(faults(text)).toEqual([fault])
  })
})
