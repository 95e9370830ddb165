import { Boxes, Braces, LayoutDashboard, Rows3, Type } from 'lucide-react'
import type { ComponentType } from 'react'
import type { ViewName } from '../state/views.ts'
import { ClassesView } from '../views/classes/ClassesView.tsx'
import { CollectionsView } from '../views/collections/CollectionsView.tsx'
import { OverviewView } from '../views/overview/OverviewView.tsx'
import { ShapesView } from '../views/shapes/ShapesView.tsx'
import { StringsView } from '../views/strings/StringsView.tsx'

/** What stands for a view in the list of views, and what draws it. */
interface ViewParts {
  readonly Icon: typeof Rows3
  readonly View: ComponentType
}

export const VIEW_PARTS: Readonly<Record<ViewName, ViewParts>> = {
  overview: { Icon: LayoutDashboard, View: OverviewView },
  classes: { Icon: Rows3, View: ClassesView },
  strings: { Icon: Type, View: StringsView },
  collections: { Icon: Boxes, View: CollectionsView },
  shapes: { Icon: Braces, View: ShapesView },
}
