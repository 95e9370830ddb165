import type { RuleRow } from '#engine/model/finding-rows.ts'
import { Popup } from '#app/ui/Popup.tsx'
import styles from './Findings.module.css'
import { RulePrograms } from './RulePrograms.tsx'

interface RuleDialogProps {
  readonly rule: RuleRow
  readonly onClose: () => void
}

/** What a rule looks for. */
export function RuleDialog({ rule, onClose }: RuleDialogProps) {
  return (
    <Popup title={rule.title} onClose={onClose}>
      <p>{rule.about}</p>
      <p className={styles['quiet']}>
        For{' '}
        {rule.family === null
          ? 'heaps of any kind'
          : rule.family === 'v8'
            ? 'heaps of V8'
            : 'heaps of Python'}
        . In the options of the command line and in addresses it is called <code>{rule.name}</code>.
      </p>
      <RulePrograms title={rule.title} />
    </Popup>
  )
}
