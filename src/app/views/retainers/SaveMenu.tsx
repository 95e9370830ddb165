import { Menu } from '@base-ui/react/menu'
import { Download } from 'lucide-react'
import { Button } from '#app/ui/Button.tsx'
import menu from '#app/ui/table/RowMenu.module.css'
import type { Way } from './box-words.ts'
import type { DrawnGraph } from './graph-layout.ts'
import { saveGraph } from './save-graph.ts'

interface SaveMenuProps {
  readonly graph: DrawnGraph
  readonly way: Way
  readonly title: string
}

/** Saves the drawing as a file. */
export function SaveMenu({ graph, way, title }: SaveMenuProps) {
  return (
    <Menu.Root>
      <Menu.Trigger render={<Button />}>
        <Download aria-hidden="true" size={13} />
        Save
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu['positioner'] ?? ''} sideOffset={4} align="end">
          <Menu.Popup className={menu['popup'] ?? ''}>
            {(['svg', 'png', 'dot'] as const).map((format) => (
              <Menu.Item
                key={format}
                className={menu['item'] ?? ''}
                onClick={() =>
                  void saveGraph(graph, { title, format, name: way === 'kept' ? 'retainers' : 'references' })
                }
              >
                The drawing as {format.toUpperCase()}
                {format === 'dot' ? ', for Graphviz' : ''}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
