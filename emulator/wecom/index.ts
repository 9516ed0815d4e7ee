import type { ApiRoute } from '../api.ts';
import type { Deps } from '../deps.ts';
import { createWecomAibot, type WecomAibot } from './aibot.ts';
import { createWecomApp, type WecomApp } from './app.ts';
import { createWecomChats, type WecomChats } from './chats.ts';
import { type Corpgroup, createCorpgroup } from './corpgroup.ts';
import { createWecomMedia } from './media.ts';
import { createOauth } from './oauth.ts';
import { createWecomTokens } from './tokens.ts';

export interface Wecom {
  routes: ApiRoute[];
  app: WecomApp;
  aibot: WecomAibot;
  chats: WecomChats;
  corpgroup: Corpgroup;
}

/** WeCom (企业微信) as far as the product uses it: a self-built app and an AI bot. */
export function createWecom(deps: Deps): Wecom {
  const tokens = createWecomTokens(deps);
  const media = createWecomMedia(deps);
  const app = createWecomApp(deps, tokens, media);
  const aibot = createWecomAibot(deps, tokens);
  const chats = createWecomChats(deps, tokens, media);
  const corpgroup = createCorpgroup(deps, tokens, app);
  const parts = [tokens, app, aibot, chats, corpgroup, createOauth(deps, tokens)];
  return { routes: parts.flatMap((part) => part.routes), app, aibot, chats, corpgroup };
}
