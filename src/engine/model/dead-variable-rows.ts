import type { NodeRow, SourcePosition } from './rows.ts'

/** One variable that some contexts hold and that no code which still lives can use in them. */
export interface DeadVariableRow {
  /** Names it: script node's id, scope id, slot. */
  readonly key: string
  readonly variable: string
  /** The function, or the nearest one around the block, that declares it; empty where its name is gone. */
  readonly functionName: string
  /** Where that function is defined, as far as the file says. */
  readonly source: SourcePosition | null
  /** The script's url; null where the file does not say. */
  readonly script: string | null
  /** The character of the script at which its scope begins, from 0; null where the file does not say. */
  readonly offset: number | null
  /** Contexts in which it is dead. */
  readonly contexts: number
  /** Contexts of the same scope in all. */
  readonly allContexts: number
  /** Bytes that would be freed if it were cleared in all these contexts, in no others and nothing else. */
  readonly freedSize: number
  /** The context whose value of it retains most. */
  readonly context: NodeRow
  /** That value. */
  readonly value: NodeRow
  /** Finds the contexts in which it is dead; null where no filter is short enough. */
  readonly query: string | null
}

export type DeadVariableColumn = 'variable' | 'functionName' | 'script' | 'contexts' | 'freedSize' | 'value'

/** What can be said of dead variables in a capture as a whole. */
export interface DeadVariableSummary {
  /** False where the capture says nothing of scopes: only V8 15 and newer do. */
  readonly hasScopes: boolean
  /** Contexts in the heap. */
  readonly contexts: number
  /** Contexts whose scope the file describes; nothing can be said of the others. */
  readonly describedContexts: number
  /** Variables with a row. */
  readonly variables: number
  /** Bytes and objects that would be freed if all dead variables were cleared together. Rows need not add up to it. */
  readonly freedSize: number
  readonly freedCount: number
}
