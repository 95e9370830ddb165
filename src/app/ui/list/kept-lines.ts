import type { Line } from './lines.ts'

/**
 * The lines made so far, by the rows and members that stand on them. Whenever rows arrive all lines are laid out anew;
 * a line that is the same object as before is not drawn again.
 */
export class KeptLines<Row, Member> {
  readonly #lines = new WeakMap<object, Line<Row, Member>>()

  row(row: Row & object, position: number): Line<Row, Member> {
    const known = this.#lines.get(row)
    if (known?.kind === 'row' && known.position === position) return known
    return this.#keep(row, { kind: 'row', row, position })
  }

  member(member: Member & object, below: number, owner: Row): Line<Row, Member> {
    const known = this.#lines.get(member)
    if (known?.kind === 'member' && known.below === below && known.owner === owner) return known
    return this.#keep(member, { kind: 'member', member, below, owner })
  }

  #keep(of: object, line: Line<Row, Member>): Line<Row, Member> {
    this.#lines.set(of, line)
    return line
  }
}
