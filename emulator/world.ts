import { z } from 'zod';

const id = z.string().min(1);
// 回调配置 (90930): Token is at most 32 letters and digits, EncodingAESKey exactly 43.
const token = z.string().regex(/^[A-Za-z0-9]{1,32}$/, 'letters and digits, at most 32');
const aesKey = z.string().regex(/^[A-Za-z0-9]{43}$/, 'exactly 43 letters and digits');

/** A corp that joined the own 上下游 (business_type 1, userids are encrypted) or 企业互联 (0, plain) and got the app shared (97213, 93360). */
const DownstreamSchema = z.strictObject({
  corpId: id,
  name: id,
  /** The app's number over there; message/send with that corp's token takes this one. */
  agentId: z.int(),
  businessType: z.union([z.literal(0), z.literal(1)]).default(1),
  /** Whether the app is shared with it at the start. */
  shared: z.boolean().default(true),
});

const WecomAppSchema = z.strictObject({
  agentId: z.int(),
  name: id,
  secret: id,
  token,
  aesKey,
  /** 可信域名, `host` or `host:port`; without it the origin of the app's callback address. */
  trustedDomain: id.optional(),
  /** Whether the app's visible range is the root department, which 创建群聊会话 (90245) asks for. */
  rootDepartment: z.boolean().default(true),
});

const WecomSchema = z.strictObject({
  corpId: id,
  app: WecomAppSchema.optional(),
  aibot: z
    .strictObject({ botId: id, name: id, token, aesKey, encryptedUserIds: z.boolean().default(false) })
    .optional(),
  /** `webhookKey`: the group has a 消息推送 (99110) with that key. */
  groups: z
    .array(z.strictObject({ chatId: id, name: id, members: z.array(id), webhookKey: id.optional() }))
    .default([]),
  downstream: z.array(DownstreamSchema).default([]),
});

/** 自定义机器人: one of its security settings is needed (digest 7). */
const CustomRobotSchema = z
  .strictObject({
    name: id,
    accessToken: id,
    keywords: z.array(id).min(1).max(10).optional(),
    secret: z.string().startsWith('SEC').optional(),
    /** Single addresses or ranges like 10.0.0.0/8. */
    addresses: z.array(id).min(1).optional(),
  })
  .refine(({ keywords, secret, addresses }) => keywords ?? secret ?? addresses, 'keywords, secret or addresses');

const DingtalkGroupSchema = z.strictObject({
  openConversationId: id,
  name: id,
  members: z.array(id),
  /** An ordinary group (普通群) may have outsiders and custom robots; the app's robot cannot stand in it. */
  kind: z.enum(['internal', 'ordinary']).default('internal'),
  customRobots: z.array(CustomRobotSchema).default([]),
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
  groups: z.array(DingtalkGroupSchema).default([]),
  templates: z
    .array(z.strictObject({ id: z.string().regex(/\.schema$/), file: id, published: z.boolean().default(true) }))
    .default([]),
});

export const PersonSchema = z.strictObject({
  id,
  name: id,
  title: z.string().optional(),
  /** `corpId`: a member of that downstream corp rather than of the own one. */
  wecom: z.strictObject({ userId: id, corpId: id.optional() }).optional(),
  /** A WeChat user; an external_userid has whoever is a customer of a member (获取访问用户身份 91023). */
  wechat: z.strictObject({ openid: id, externalUserId: id.optional() }).optional(),
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
    const { wecom } = world;
    if (wecom && !wecom.aibot && wecom.groups.some((group) => group.webhookKey === undefined)) {
      complain('WeCom groups need the AI bot or a webhookKey: an app cannot stand in a group');
    }
    const downstream = new Map(wecom?.downstream.map((corp) => [corp.corpId, corp]));
    for (const { id: person, wecom: account } of world.people) {
      if (account?.corpId !== undefined && !downstream.has(account.corpId)) {
        complain(`${person}: there is no downstream corp "${account.corpId}"`);
      }
    }
  });

export type World = z.infer<typeof WorldSchema>;
export type WorldInput = z.input<typeof WorldSchema>;
export type Person = World['people'][number];
export type Downstream = z.infer<typeof DownstreamSchema>;
