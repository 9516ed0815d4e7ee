import type { Seen } from './browsing.ts';
import { formOf } from './form-of.ts';

/** Everything that is required, as it is typed. */
export const whole = {
  ...{ 'm.revenue': '330', 'm.hiTechRevenue': '270', 'm.rndExpense': '19.5', 'm.totalProfit': '-12.25' },
  ...{ 'm.taxPaid': '9.1', 'm.staff': '47', 'm.techStaff': '12', 'k.techStaff': '1' },
  ...{ 'm.inventionApplied': '1', 'm.inventionGranted': '0' },
  ...{ 'm.fundSpent:1': '2.5', 'm.fundSpent:6': '0', 't.fundSpent:6': '0' },
};

/** The reasons to everything that was asked. */
export function explained(seen: Seen, code = 'AS_IS'): Record<string, string> {
  const form = formOf(seen, 'report-form');
  const ids = Object.keys(form).flatMap((name) => (name.startsWith('b.') ? [name.slice(2)] : []));
  return Object.fromEntries(ids.map((id) => [`r.${id}`, code]));
}
