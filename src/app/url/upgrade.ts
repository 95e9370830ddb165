/** The version this page writes. Raise it when a parameter changes its meaning, and add a step below. */
export const ADDRESS_VERSION = 1

/** Turns the parameters of one version into those of the next. */
export type Upgrader = (params: URLSearchParams) => URLSearchParams

/** By the version they start from. */
const UPGRADERS: Readonly<Record<number, Upgrader>> = {}

/**
 * Brings an address of any older version up to date, one version at a time. An address without a version is read as
 * the first; one from a newer page is read as far as it can be understood.
 */
export function upgrade(
  params: URLSearchParams,
  upgraders = UPGRADERS,
  to = ADDRESS_VERSION,
): URLSearchParams {
  const stated = Number(params.get('v') ?? 1)
  let upgraded = params
  for (let version = Number.isInteger(stated) && stated > 0 ? stated : 1; version < to; version++) {
    upgraded = upgraders[version]?.(upgraded) ?? upgraded
  }
  return upgraded
}
