/** What `isThere` (src/store/visible-rows.ts) says, as text, for who has no client. The alias is ours. */
export function isThereText(alias: string): string {
  const column = `${alias}."importId"`;
  return `(${column} IS NULL OR EXISTS (SELECT 1 FROM "Import" i WHERE i."id" = ${column} AND i."state" = 'APPLIED'))`;
}
