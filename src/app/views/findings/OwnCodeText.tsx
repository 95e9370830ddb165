import { idText } from '#engine/base/id-text.ts'
import type { FindingRow } from '#engine/model/finding-rows.ts'
import { go } from '#app/state/place-store.ts'
import { Button } from '#app/ui/Button.tsx'
import { SourceText } from '#app/ui/SourceText.tsx'
import { CodeText } from '#app/ui/WordsText.tsx'

const WHOSE = {
  library: 'It belongs to a library.',
  runtime: 'It belongs to the engine or what comes with it.',
} as const

/** Whose code a finding belongs to, and the nearest of the program's own above it. */
export function OwnCodeText({ finding: { own, whose } }: { readonly finding: FindingRow }) {
  return (
    <>
      {whose === 'library' || whose === 'runtime' ? `${WHOSE[whose]} ` : null}
      {own ? (
        <>
          The nearest of the program’s own: <CodeText text={own.name} />{' '}
          <Button look="text" onClick={() => go({ selected: own.id })}>
            {idText(own.id)}
          </Button>
          {own.source ? (
            <>
              {' '}
              at <SourceText source={own.source} />
            </>
          ) : null}
          .
        </>
      ) : null}
    </>
  )
}
