/** Runs what concerns the same thing one after the other, in the order in which it was asked for. */
export type InSequence = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function createInSequence(): InSequence {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const ended = mine
      .catch(() => undefined)
      .then(() => {
        if (last.get(key) === ended) last.delete(key);
      });
    last.set(key, ended);
    return mine;
  };
}
