import { Activity, Braces, LayoutDashboard, Rows3, Table2 } from 'lucide-react'
import type { ComponentType } from 'react'
import type { ViewName } from '../state/views.ts'
import { AllocationsView } from '../views/allocations/AllocationsView.tsx'
import { ClassesView } from '../views/classes/ClassesView.tsx'
import { ObjectsView } from '../views/objects/ObjectsView.tsx'
import { ClosuresView } from '../views/closures/ClosuresView.tsx'
import { OverviewView } from '../views/overview/OverviewView.tsx'

/** What stands for a view in the list of views, and what draws it. */
interface ViewParts {
  readonly Icon: typeof Rows3
  readonly View: ComponentType
}

export const VIEW_PARTS: Readonly<Record<ViewName, ViewParts>> = {
  overview: { Icon: LayoutDashboard, View: OverviewView },
  classes: { Icon: Rows3, View: ClassesView },
  objects: { Icon: Table2, View: ObjectsView },
  closures: { Icon: Braces, View: ClosuresView },
  allocations: { Icon: Activity, View: AllocationsView },
}
