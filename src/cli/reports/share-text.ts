/** A part from 0 to 1 as `12.3%`; what is too small to show is `<0.1%`. */
export function shareText(share: number): string {
  const percent = 100 * share
  if (percent > 0 && percent < 0.05) return '<0.1%'
  return `${percent.toFixed(1)}%`
}
