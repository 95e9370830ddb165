/** Something to do with a row, from its menu or by a key while the row has the focus. */
export interface RowAction<Row> {
  readonly id: string
  readonly title: string
  /** A key as `KeyboardEvent.key` has it; `$mod+` before it stands for Ctrl or ⌘. */
  readonly key?: string
  readonly run: (row: Row) => void
}

interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** The action that a pressed key means, if any. */
export function actionOf<Row>(
  actions: readonly RowAction<Row>[],
  { key, ctrlKey, metaKey, altKey }: Pressed,
): RowAction<Row> | undefined {
  if (altKey) return undefined
  const pressed = ctrlKey || metaKey ? `$mod+${key}` : key
  return actions.find((action) => action.key === pressed)
}
