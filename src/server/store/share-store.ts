/** What is known of one share. Nothing here tells what is in it, or who sent it. */
export interface ShareRecord {
  /** 128 random bits in base64url; also the name of its upload and of its blob. */
  readonly id: string
  /** Length of the sealed file, as announced. */
  readonly bytes: number
  readonly created: Date
  /** Null: never. */
  readonly expires: Date | null
  /** SHA-256 of the deletion token, in hexadecimal. */
  readonly deleteHash: string
  /** Keyed hash of the address that uploads, for its quota. */
  readonly uploader: string
  /** `expired`: its blob is gone, and the record only says so for a while. */
  readonly state: 'uploading' | 'complete' | 'expired'
  /** When bytes came last, while it uploads. */
  readonly touched: Date
}

export interface Quota {
  /** Bytes that uploads of one address may hold, and all together. */
  readonly perUploader: number
  readonly total: number
}

/**
 * Where records of shares are kept. What a promise says has happened survives the end of the process at any moment.
 * @throws StoreUnavailable where the database cannot be reached or written
 */
export interface ShareStore {
  /** Adds an upload unless quotas forbid it; decided in one transaction, so that uploads at the same time cannot pass together. */
  begin(share: Omit<ShareRecord, 'state' | 'touched'>, quota: Quota): Promise<'begun' | 'over-quota'>
  find(id: string): Promise<ShareRecord | null>
  /** Notes that bytes came. */
  touch(id: string, now: Date): Promise<void>
  /** Makes an upload a share; fine where it is one already. @returns false where there is no such upload (any more) */
  complete(id: string): Promise<boolean>
  /** Notes that the blob of a share whose time is over is gone. */
  expire(id: string): Promise<void>
  /**
   * Forgets an upload, unless bytes came since `staleBefore` or it is complete: decided in one step, so that an upload
   * that goes on at this moment is not lost. @returns whether it was forgotten
   */
  abandon(id: string, staleBefore: Date): Promise<boolean>
  /** Forgets it. */
  remove(id: string): Promise<void>
  /**
   * Records to clear away: shares past their time, uploads without bytes since `staleBefore`, expired ones of before
   * `forgottenBefore`; oldest first.
   */
  due(now: Date, staleBefore: Date, forgottenBefore: Date, limit: number): Promise<readonly ShareRecord[]>
  /** Takes or renews a lease that one holder at a time has, whatever instance it is in. @returns whether it is ours */
  lease(name: string, holder: string, until: Date, now: Date): Promise<boolean>
  /** Random bytes that all instances share and that never leave the database. */
  secret(): Promise<Uint8Array>
  /** Number of records and bytes by state, for the metrics. */
  totals(): Promise<
    readonly { readonly state: ShareRecord['state']; readonly count: number; readonly bytes: number }[]
  >
  /** Resolves when the database answers. */
  ready(): Promise<void>
  close(): Promise<void>
}

/** The database or the blob store cannot be reached, is full or fails: worth another try later. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}
