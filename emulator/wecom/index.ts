import type { ApiRoute } from '../api.ts';
import type { Deps } from '../deps.ts';
import { createWecomAibot, type WecomAibot } from './aibot.ts';
import { createWecomApp, type WecomApp } from './app.ts';
import { createWecomTokens } from './tokens.ts';

export interface Wecom {
  routes: ApiRoute[];
  app: WecomApp;
  aibot: WecomAibot;
}

/** WeCom (企业微信) as far as the product uses it: a self-built app and an AI bot. */
export function createWecom(deps: Deps): Wecom {
  const tokens = createWecomTokens(deps);
  const app = createWecomApp(deps, tokens);
  const aibot = createWecomAibot(deps, tokens);
  return { routes: [...tokens.routes, ...app.routes, ...aibot.routes], app, aibot };
}
