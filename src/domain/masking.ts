/** How people are shown where their whole name or number is not needed (domain.md G1): names 张*, numbers 138****5678. */

/** Only the first character of a name; null: not told. */
export function maskName(name: string | null): string {
  const [first] = name ?? '';
  return first === undefined ? '未登记' : `${first}*`;
}

/** A mobile keeps its first three and last four digits, a landline its area code and last two, anything else nothing. */
export function maskPhone(phone: string | null): string {
  if (phone === null) return '未登记';
  if (/^1\d{10}$/u.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
  const landline = /^(0\d{2,3})-?(\d{7,8})$/u.exec(phone);
  return landline ? `${landline[1]}-${'*'.repeat((landline[2]?.length ?? 0) - 2)}${landline[2]?.slice(-2)}` : '****';
}
