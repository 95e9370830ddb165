import type { FindingRow } from '../model/finding-rows.ts'
import type { Session } from '../session.ts'
import { QUIET_HOST } from './captures.ts'
import type { FindingProgram } from './finding-programs.ts'

/** How far a saving may be from what the cure frees. */
const TOLERANCE = 0.1

/**
 * What is amiss with what a rule finds in a program and in its cured twin, as sentences; none where the fault is found at its
 * owner, with the bytes that the cure frees, and in the cured program it is not found.
 */
export async function missedTruth(
  { rule, truth }: FindingProgram,
  fault: Session,
  cured: Session,
): Promise<readonly string[]> {
  const found = await findingsOf(fault, rule)
  const one = found.find(({ owner }) => owner === truth.owner)
  if (!one)
    return [`nothing is found at ${truth.owner}, only at [${found.map(({ owner }) => owner).join(', ')}]`]
  const left = await findingsOf(cured, rule)
  // The variable of a module goes by the file that it stands in.
  const sameOwner = truth.owner.replace(/^fault\./, 'cured.')
  const still = left.filter(({ key, owner }) => key === one.key || owner === sameOwner)
  return [
    ...still.map(({ owner }) => `the cured program has a finding at ${owner}`),
    ...(truth.otherBytes === undefined ? missedBytes(one, fault, cured) : []),
  ]
}

async function findingsOf(session: Session, rule: string): Promise<readonly FindingRow[]> {
  return session.ask('findingsOf', [rule], QUIET_HOST)
}

function missedBytes({ saving }: FindingRow, fault: Session, cured: Session): readonly string[] {
  const freed = fault.summary().shallowSize - cured.summary().shallowSize
  const said = saving?.bytes ?? 0
  if (Math.abs(said - freed) < TOLERANCE * freed) return []
  return [`it says that ${said} bytes are saved, and the cure frees ${freed}`]
}
