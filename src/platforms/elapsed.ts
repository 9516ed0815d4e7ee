/** Whether `now` lies within `ms` after `since`. A clock that has stepped back lies outside: what counted then is over. */
export function isWithin(now: Date, since: Date, ms: number): boolean {
  const elapsed = now.getTime() - since.getTime();
  return elapsed >= 0 && elapsed < ms;
}
