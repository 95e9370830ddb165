/** Browsers that say how much memory a device has say no more than this, however much it is. */
const MOST_TOLD_GIB = 8
/** What a tab may have of it, as a rule. */
const SHARE = 0.6

/**
 * Bytes of memory that a capture may take here; null where nobody knows. Browsers tell a rough figure of the whole
 * device, if any, and nothing of what is free: so only small devices are believed.
 */
export function freeMemory(
  device: Navigator & { readonly deviceMemory?: number } = navigator,
): number | null {
  const gibibytes = device.deviceMemory
  return gibibytes === undefined || gibibytes >= MOST_TOLD_GIB ? null : gibibytes * SHARE * 2 ** 30
}
