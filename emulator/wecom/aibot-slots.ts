/** 智能机器人 接收消息 (100719): so many interactions of one person with one bot run at the same time; more wait. */
export interface Slots {
  /** Resolves when the person has a free interaction; call the result when it is over. `held` tells that it must wait. */
  enter(personId: string, held: () => void): Promise<() => void>;
}

export function createSlots(limit: () => number): Slots {
  const running = new Map<string, number>();
  const queues = new Map<string, (() => void)[]>();
  const leave = (personId: string) => {
    const next = queues.get(personId)?.shift();
    // The place goes straight to the next one, so the count stays.
    if (next) next();
    else running.set(personId, (running.get(personId) ?? 1) - 1);
  };
  return {
    async enter(personId, held) {
      const count = running.get(personId) ?? 0;
      if (count < limit()) {
        running.set(personId, count + 1);
      } else {
        held();
        await new Promise<void>((resolve) => {
          queues.set(personId, [...(queues.get(personId) ?? []), resolve]);
        });
      }
      let left = false;
      return () => {
        if (!left) leave(personId);
        left = true;
      };
    },
  };
}
