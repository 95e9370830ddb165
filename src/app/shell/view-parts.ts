import {
  Activity,
  Anchor,
  Boxes,
  Braces,
  ChartColumn,
  ChartLine,
  ClipboardCheck,
  Droplets,
  FileClock,
  GitCompareArrows,
  Globe,
  LayoutDashboard,
  MemoryStick,
  Network,
  Package,
  Paperclip,
  RefreshCw,
  Rows3,
  Spool,
  Table2,
  TrendingUp,
  Type,
  Unplug,
  Waypoints,
} from 'lucide-react'
import type { ComponentType } from 'react'
import type { ViewName } from '../state/views.ts'
import { AllocationsView } from '../views/allocations/AllocationsView.tsx'
import { ClassesView } from '../views/classes/ClassesView.tsx'
import { CollectionsView } from '../views/collections/CollectionsView.tsx'
import { CyclesView } from '../views/cycles/CyclesView.tsx'
import { DiffView } from '../views/diff/DiffView.tsx'
import { DominatorsView } from '../views/dominators/DominatorsView.tsx'
import { ObjectsView } from '../views/objects/ObjectsView.tsx'
import { ClosuresView } from '../views/closures/ClosuresView.tsx'
import { KeptView } from '../views/kept/KeptView.tsx'
import { RetainersView } from '../views/retainers/RetainersView.tsx'
import { FindingsView } from '../views/findings/FindingsView.tsx'
import { LeaksView } from '../views/leaks/LeaksView.tsx'
import { OpenIoView } from '../views/open-io/OpenIoView.tsx'
import { PackagesView } from '../views/packages/PackagesView.tsx'
import { OverviewView } from '../views/overview/OverviewView.tsx'
import { ProcessMemoryView } from '../views/process-memory/ProcessMemoryView.tsx'
import { RealmsView } from '../views/realms/RealmsView.tsx'
import { RootsView } from '../views/roots/RootsView.tsx'
import { ShapesView } from '../views/shapes/ShapesView.tsx'
import { StatisticsView } from '../views/statistics/StatisticsView.tsx'
import { StringsView } from '../views/strings/StringsView.tsx'
import { TimeView } from '../views/memory-over-time/TimeView.tsx'
import { ThreadsView } from '../views/threads/ThreadsView.tsx'
import { TrendView } from '../views/trend/TrendView.tsx'

/** What stands for a view in the list of views, and what draws it. */
interface ViewParts {
  readonly Icon: typeof Rows3
  readonly View: ComponentType
}

export const VIEW_PARTS: Readonly<Record<ViewName, ViewParts>> = {
  overview: { Icon: LayoutDashboard, View: OverviewView },
  findings: { Icon: ClipboardCheck, View: FindingsView },
  classes: { Icon: Rows3, View: ClassesView },
  dominators: { Icon: Network, View: DominatorsView },
  objects: { Icon: Table2, View: ObjectsView },
  statistics: { Icon: ChartColumn, View: StatisticsView },
  roots: { Icon: Anchor, View: RootsView },
  closures: { Icon: Unplug, View: ClosuresView },
  kept: { Icon: Paperclip, View: KeptView },
  realms: { Icon: Globe, View: RealmsView },
  packages: { Icon: Package, View: PackagesView },
  threads: { Icon: Spool, View: ThreadsView },
  files: { Icon: FileClock, View: OpenIoView },
  cycles: { Icon: RefreshCw, View: CyclesView },
  retainers: { Icon: Waypoints, View: RetainersView },
  strings: { Icon: Type, View: StringsView },
  collections: { Icon: Boxes, View: CollectionsView },
  shapes: { Icon: Braces, View: ShapesView },
  allocations: { Icon: Activity, View: AllocationsView },
  time: { Icon: ChartLine, View: TimeView },
  memory: { Icon: MemoryStick, View: ProcessMemoryView },
  diff: { Icon: GitCompareArrows, View: DiffView },
  leaks: { Icon: Droplets, View: LeaksView },
  trend: { Icon: TrendingUp, View: TrendView },
}
