import { z } from 'zod';

// Shape of a template card as sent: 发送应用消息 (90236), 更新模版卡片消息 (94888), 智能机器人 模板卡片类型 (101032).
// Built twice: lenient for the value (unknown fields are ignored by the platform), strict to find misspelt fields.
function buildSchema(object: typeof z.object | typeof z.strictObject) {
  const text = z.string().optional();
  const number = z.number().optional();
  const flag = z.boolean().optional();
  const jump = { type: number, url: text, appid: text, pagepath: text };
  const options = z.array(object({ id: text, text })).optional();
  return object({
    card_type: text,
    task_id: text,
    source: object({ icon_url: text, desc: text, desc_color: number }).optional(),
    action_menu: object({ desc: text, action_list: z.array(object({ text, key: text })).optional() }).optional(),
    main_title: object({ title: text, desc: text }).optional(),
    emphasis_content: object({ title: text, desc: text }).optional(),
    quote_area: object({ ...jump, title: text, quote_text: text }).optional(),
    sub_title_text: text,
    card_image: object({ url: text, aspect_ratio: number }).optional(),
    image_text_area: object({ ...jump, title: text, desc: text, image_url: text }).optional(),
    vertical_content_list: z.array(object({ title: text, desc: text })).optional(),
    horizontal_content_list: z
      .array(object({ type: number, keyname: text, value: text, url: text, media_id: text, userid: text }))
      .optional(),
    jump_list: z.array(object({ ...jump, title: text, question: text })).optional(),
    card_action: object(jump).optional(),
    button_selection: object({
      question_key: text,
      title: text,
      option_list: options,
      selected_id: text,
      disable: flag,
    }).optional(),
    button_list: z.array(object({ type: number, text, style: number, key: text, url: text })).optional(),
    checkbox: object({
      question_key: text,
      mode: number,
      option_list: z.array(object({ id: text, text, is_checked: flag })).optional(),
      disable: flag,
    }).optional(),
    select_list: z
      .array(object({ question_key: text, title: text, option_list: options, selected_id: text, disable: flag }))
      .optional(),
    submit_button: object({ text, key: text }).optional(),
    replace_text: text,
    feedback: object({ id: text }).optional(),
  });
}

const LenientSchema = buildSchema(z.object);
const StrictSchema = buildSchema(z.strictObject);

export type TemplateCard = z.infer<typeof LenientSchema>;
export type CardPart = keyof TemplateCard;

/** The card with its unknown fields named, or what has the wrong JSON type. */
export function parseCard(
  input: unknown,
): { ok: true; card: TemplateCard; unknown: string[] } | { ok: false; why: string } {
  const lenient = LenientSchema.safeParse(input);
  if (!lenient.success) {
    const wrong = lenient.error.issues.map((issue) => `template_card.${issue.path.join('.')}: ${issue.message}`);
    return { ok: false, why: wrong.join('; ') };
  }
  const strict = StrictSchema.safeParse(input);
  const unknown = (strict.error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key].join('.')) : [],
  );
  return { ok: true, card: lenient.data, unknown };
}
