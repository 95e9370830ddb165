import { describeDistance } from './format.ts'

/** A distance with what it means on hover. */
export function DistanceCell({ distance }: { readonly distance: number | null }) {
  const { text, meaning } = describeDistance(distance)
  return <span title={meaning}>{text}</span>
}
