/** Files that came by a page, while they are being looked at. Nobody but their owner gets them. */
export interface Uploads {
  /** Null: there is none of this person's (any more). `importId`: what its check led to, null while it goes on. */
  find(personId: string, attachmentId: string): Promise<{ importId: string | null; since: Date } | null>;
  read(personId: string, attachmentId: string): Promise<{ name: string; bytes: Uint8Array } | null>;
  drop(personId: string, attachmentId: string): Promise<void>;
}
