/** Who runs the bot, as people read it (BUREAU_NAME, BUREAU_TEL). */
export interface Bureau {
  name: string;
  tel: string;
}
