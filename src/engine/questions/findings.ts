import { heapSize } from '../analyses/heap.ts'
import { familyOf, findAll, findByRule } from '../analyses/findings/find-findings.ts'
import { type Finding, findingRow } from '../analyses/findings/finding-row.ts'
import type { Rule } from '../analyses/findings/rule.ts'
import { rulesFor } from '../analyses/findings/rules.ts'
import { severityOf } from '../analyses/findings/severity.ts'
import { wasteRows } from '../analyses/findings/waste.ts'
import { whoseCode } from '../analyses/findings/whose.ts'
import { HeapError } from '../base/error.ts'
import { mapInTurns } from '../graph/in-slices.ts'
import { byRank } from '../model/finding-rank.ts'
import type { FindingRow, RuleRow, WasteRow } from '../model/finding-rows.ts'
import type { Asked } from './asked.ts'

/** Questions about what is wrong with a heap. Who wants findings as they come asks rule by rule. */
export const findingQuestions = {
  /** The rules for this heap. */
  async findingRules({ heap }: Asked): Promise<readonly RuleRow[]> {
    // A profile or a series has a heap of nothing but its root.
    if (heap.snapshot.nodeCount < 2) return []
    return rulesFor(familyOf(heap)).map(({ name, title, about, family }) => ({ name, title, about, family }))
  },

  /**
   * What one rule finds, the weightiest first.
   * @param libraries parts of file and module names whose code counts as a library's, beside what is known to be
   * @throws HeapError `not-found`
   */
  async findingsOf(
    asked: Asked,
    name: string,
    libraries: readonly string[] = [],
  ): Promise<readonly FindingRow[]> {
    const rule = ruleNamed(asked, name)
    const found = await asked.shared(`findings of ${name}`, (task) => findByRule(asked.heap, rule, task))
    if (found.length === 0) return []
    const key = `whose code beside ${JSON.stringify(libraries)}`
    const whose = await asked.shared(key, (task) => whoseCode(asked.heap, libraries, task))
    return mapInTurns(asked.task(), found, (finding) => findingRow(asked.heap, finding, whose))
  },

  /** What all findings together would save, by owner; no byte is counted twice. */
  async waste(asked: Asked): Promise<readonly WasteRow[]> {
    const { heap } = asked
    return asked.shared('waste', async (task) => {
      const found = await findAll(heap, task)
      return wasteRows(heap, ranked(found, heapSize(heap)), task)
    })
  },
}

function ruleNamed({ heap }: Asked, name: string): Rule {
  const rule = rulesFor(familyOf(heap)).find((one) => one.name === name)
  if (rule) return rule
  throw new HeapError('not-found', `There is no rule “${name}” for this heap.`)
}

/** The worst first, of equals the weightiest. */
function ranked(found: readonly Finding[], total: number): Finding[] {
  const rows = found.map((finding) => ({
    finding,
    severity: severityOf(finding.draft, total),
    saving: finding.draft.saving,
    retained: finding.draft.retained,
  }))
  return rows.sort(byRank).map(({ finding }) => finding)
}
