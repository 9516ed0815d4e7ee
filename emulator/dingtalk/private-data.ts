import { z } from 'zod';
import type { ApiAnswer } from '../api.ts';
import type { Deps } from '../deps.ts';
import { type CardInstance, checkParams, type ParamMap } from './card-store.ts';
import { refuse } from './errors.ts';
import { memberBy } from './members.ts';

export const ParamsSchema = z.object({ cardParamMap: z.record(z.string(), z.unknown()) });
/** Private data as creation and update take it: by user id, in the form of the card's userIdType. */
export const PrivateDataSchema = z.record(z.string(), ParamsSchema);

/** Private data of several people, checked. */
export function readPrivateData(
  { directory, settings }: Deps,
  card: Pick<CardInstance, 'template' | 'userIdType'>,
  privateData: z.infer<typeof PrivateDataSchema>,
): { ok: true; data: Map<string, ParamMap>; warnings: string[] } | { ok: false; answer: ApiAnswer } {
  const data = new Map<string, ParamMap>();
  const warnings: string[] = [];
  for (const [userId, { cardParamMap }] of Object.entries(privateData)) {
    const known = card.userIdType === 2 ? directory.byUnionId(userId) : memberBy(directory, userId);
    if (!known) return { ok: false, answer: refuse(400, 'param.userIdNotExist', `用户不存在：${userId}`) };
    const params = checkParams(card.template, cardParamMap, settings.dingtalkCard);
    if (!params.ok) return { ok: false, answer: refuse(400, 'param.invalid', `privateData.${userId}: ${params.why}`) };
    data.set(userId, params.params);
    warnings.push(...params.warnings);
  }
  return { ok: true, data, warnings };
}
