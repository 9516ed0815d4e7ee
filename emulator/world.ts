import { z } from 'zod';

const id = z.string().min(1);
// 回调配置 (90930): Token is at most 32 letters and digits, EncodingAESKey exactly 43.
const token = z.string().regex(/^[A-Za-z0-9]{1,32}$/, 'letters and digits, at most 32');
const aesKey = z.string().regex(/^[A-Za-z0-9]{43}$/, 'exactly 43 letters and digits');

const WecomSchema = z.strictObject({
  corpId: id,
  app: z.strictObject({ agentId: z.int(), name: id, secret: id, token, aesKey }).optional(),
  aibot: z
    .strictObject({ botId: id, name: id, token, aesKey, encryptedUserIds: z.boolean().default(false) })
    .optional(),
  groups: z.array(z.strictObject({ chatId: id, name: id, members: z.array(id) })).default([]),
});

const DingtalkSchema = z.strictObject({
  corpId: id,
  clientId: id,
  clientSecret: id,
  robotCode: id,
  robotName: id,
  events: z.strictObject({ token, aesKey }).optional(),
  /** Where the app's pages may stand: home page and login redirects. Without it the origin of the robot's callback address. */
  webOrigins: z.array(z.url()).optional(),
  groups: z.array(z.strictObject({ openConversationId: id, name: id, members: z.array(id) })).default([]),
  templates: z
    .array(z.strictObject({ id: z.string().regex(/\.schema$/), file: id, published: z.boolean().default(true) }))
    .default([]),
});

const PersonSchema = z.strictObject({
  id,
  name: id,
  title: z.string().optional(),
  wecom: z.strictObject({ userId: id }).optional(),
  // Without a staffId the person is no member of the robot's organisation (钉钉 接收消息: senderStaffId is absent then).
  dingtalk: z.strictObject({ staffId: id.optional(), unionId: id }).optional(),
});

/** Everything that exists before the first message: organisations, bots, groups, people. */
export const WorldSchema = z
  .strictObject({
    /** What the page calls this world. */
    title: id.optional(),
    wecom: WecomSchema.optional(),
    dingtalk: DingtalkSchema.optional(),
    people: z.array(PersonSchema).min(1),
    /** Sentences the page offers as chips; without a person or a channel they are offered everywhere. */
    examples: z.array(z.strictObject({ personId: id.optional(), channel: id.optional(), text: id })).default([]),
  })
  .superRefine((world, context) => {
    const known = new Set(world.people.map((person) => person.id));
    const complain = (message: string) => context.addIssue({ code: 'custom', message });
    if (known.size !== world.people.length) complain('two people share an id');
    const groups = [...(world.wecom?.groups ?? []), ...(world.dingtalk?.groups ?? [])];
    for (const group of groups) {
      for (const member of group.members) {
        if (!known.has(member)) complain(`group ${group.name}: there is no person "${member}"`);
      }
    }
    if (world.wecom && world.wecom.groups.length > 0 && !world.wecom.aibot) {
      complain('WeCom groups need the AI bot: an app cannot stand in a group');
    }
  });

export type World = z.infer<typeof WorldSchema>;
export type WorldInput = z.input<typeof WorldSchema>;
export type Person = World['people'][number];
