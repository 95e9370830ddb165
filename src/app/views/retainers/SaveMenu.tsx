import { Menu } from '@base-ui/react/menu'
import { Download } from 'lucide-react'
import { Button } from '#app/ui/Button.tsx'
import menu from '#app/ui/table/RowMenu.module.css'
import type { DrawnGraph } from './graph-layout.ts'
import { saveGraph } from './save-graph.ts'

/** Saves the drawing as a file. */
export function SaveMenu({ graph, title }: { readonly graph: DrawnGraph; readonly title: string }) {
  return (
    <Menu.Root>
      <Menu.Trigger render={<Button />}>
        <Download aria-hidden="true" size={13} />
        Save
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu['positioner'] ?? ''} sideOffset={4} align="end">
          <Menu.Popup className={menu['popup'] ?? ''}>
            {(['svg', 'png'] as const).map((format) => (
              <Menu.Item
                key={format}
                className={menu['item'] ?? ''}
                onClick={() => void saveGraph(graph, title, format)}
              >
                The drawing as {format.toUpperCase()}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
