/** A sentence a caller of the emulator's own API can act on; becomes `{ error }` with this status. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly status: number;
  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}
