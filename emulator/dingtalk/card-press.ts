import { RefusedError } from '../errors.ts';
import type { Tapping } from '../player.ts';
import type { Settings } from '../settings.ts';
import { type CardInstance, dataFor } from './card-store.ts';
import { collectForm } from './form-values.ts';
import { drawTemplate } from './template-draw.ts';
import type { ButtonAction } from './templates.ts';

/** What pressing a button or submitting a form sends; refuses what the client would not let the person do. */
export function pressOn(
  card: CardInstance,
  userId: string,
  { key, form, forged, params }: Pick<Tapping, 'key' | 'form' | 'forged' | 'params'>,
  settings: Settings['dingtalkCard'],
): ButtonAction {
  const drawn = drawTemplate(card.template, dataFor(card, userId), settings);
  const action = drawn.actions.get(key);
  // 互动卡片 事件回调: everything in params comes from the client, also from one that shows an older state of the card.
  if (params) return { actionIds: action?.actionIds ?? [key], params };
  const shown = drawn.card.forms.find((one) => one.key === key);
  if (shown && action) {
    if (!shown.enabled) throw new RefusedError(`the form "${key}" is disabled`);
    const values = collectForm(shown.fields, { form: form ?? {}, forged: forged ?? {} }, settings);
    return { ...action, params: { ...action.params, form: values } };
  }
  if (form ?? forged) throw new RefusedError(`the card has no form "${key}"`);
  const button = drawn.card.buttons.find((one) => one.key === key);
  if (!button) throw new RefusedError(`the card has no button "${key}"`);
  if (!button.enabled) throw new RefusedError(`the button "${button.text}" is disabled`);
  if (button.url) throw new RefusedError(`"${button.text}" opens ${button.url}; a link sends no callback`);
  if (!action) throw new RefusedError(`"${button.text}" sends nothing`);
  return action;
}
