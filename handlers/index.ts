import type { Intent } from '../src/dispatch/intent.ts';
import { help } from './intents/help.ts';
import { qualification } from './intents/qualification.ts';
import { whoAmI } from './intents/who-am-i.ts';

/** Everything people can ask, in the order in which help lists it and sentences are tried. */
export const intents: readonly Intent[] = [qualification, whoAmI, help];
