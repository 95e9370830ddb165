import { Info, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { Severity } from '#engine/model/finding-rows.ts'
import { SEVERITY_WORDS } from './finding-text.ts'
import styles from './SeverityMark.module.css'

const ICONS: Readonly<Record<Severity, LucideIcon>> = {
  serious: OctagonAlert,
  warning: TriangleAlert,
  note: Info,
}

/** How bad a finding is, as sign and word. */
export function SeverityMark({ severity }: { readonly severity: Severity }) {
  const Icon = ICONS[severity]
  return (
    <span className={styles['mark']} data-severity={severity}>
      <Icon aria-hidden="true" size={14} />
      {SEVERITY_WORDS[severity]}
    </span>
  )
}
