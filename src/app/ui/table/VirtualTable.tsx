import { Grid, type GridProps } from './Grid.tsx'
import { RowMenu, rowUnder } from './RowMenu.tsx'
import styles from './VirtualTable.module.css'

/** A table of any length (see `Grid`), with the menu of its rows around it, which is not drawn anew while rows are scrolled. */
export function VirtualTable<Row, Id extends string>(props: GridProps<Row, Id>) {
  const { actions, rowAt } = props
  if (!actions?.length) return <Grid {...props} />
  return (
    <RowMenu actions={actions} find={(event) => rowUnder(event, rowAt)}>
      <div className={styles['frame']}>
        <Grid {...props} />
      </div>
    </RowMenu>
  )
}
