import type { Stores } from '../open-stores.ts'
import { StoreUnavailable } from '../store/share-store.ts'

/** A method of what is behind the interfaces: `store.begin`, `blobs.sync`, `uploads.write`, … */
export type FaultyMethod = `${'store' | 'blobs' | 'uploads'}.${string}`

/** Errors as the system gives them. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: write`), { code, errno: -28 })
}

/** Stores whose methods fail while they are named in `faults`. */
export class Faults {
  readonly faults = new Map<FaultyMethod, () => Error>()

  fail(method: FaultyMethod, make: () => Error = () => new StoreUnavailable('injected')): void {
    this.faults.set(method, make)
  }

  heal(): void {
    this.faults.clear()
  }

  readonly wrap = (stores: Stores): Stores => {
    const uploads = this.faulty('uploads', stores.blobs.uploads)
    const blobs = this.faulty('blobs', stores.blobs, { uploads })
    return { ...stores, store: this.faulty('store', stores.store), blobs }
  }

  private faulty<Target extends object>(
    name: 'store' | 'blobs' | 'uploads',
    target: Target,
    instead: Partial<Target> = {},
  ): Target {
    return new Proxy(target, {
      get: (_, key) => {
        if (key in instead) return instead[key as keyof Target]
        const value: unknown = Reflect.get(target, key)
        if (typeof value !== 'function') return value
        return (...args: unknown[]): unknown => {
          const fault = this.faults.get(`${name}.${String(key)}`)
          return fault ? Promise.reject(fault()) : Reflect.apply(value, target, args)
        }
      },
    })
  }
}
