import type { JsonObject, JsonReader } from '../format/container/json-reader.ts'

/** Where a container's heap came from. */
export interface Provenance {
  /** The capture's file name. */
  readonly file: string
  /** The capture's length in bytes after decompression. */
  readonly bytes: number
  /** `ContentHash` of the capture's file as it was given; null where it was not made. */
  readonly contentHash: string | null
  /** Which program wrote the first container, with its version. */
  readonly producer: string
  /** When it was written, as ISO 8601. */
  readonly created: string
}

export function provenanceToJson(provenance: Provenance): JsonObject {
  return { ...provenance }
}

/** @throws HeapError `bad-container` */
export function provenanceFromJson(value: unknown, json: JsonReader): Provenance {
  const { file, bytes, contentHash, producer, created } = json.object(value)
  return {
    file: json.text(file),
    bytes: json.whole(bytes),
    contentHash: contentHash === null ? null : json.text(contentHash),
    producer: json.text(producer),
    created: json.text(created),
  }
}
