import type { webcrypto } from 'node:crypto'

// What `src/sharing` uses of the platform and Node has too, but its types do not name globally.
declare global {
  type Crypto = webcrypto.Crypto
  type CryptoKey = webcrypto.CryptoKey
  interface RequestInit {
    cache?: 'no-store'
  }
}
