/** A sentence as the handlers get it: tidied, and split into command and argument where it has a leading slash. */
export interface Said {
  /** Tidied text without the slash, e.g. `资质 易统云`. */
  text: string;
  /** Whether it began with a slash, half or full width. */
  slash: boolean;
}

/** No sentence is longer; what is, is cut, so that nobody keeps the program busy with reading. */
const charactersAtMost = 2000;

/** Controls, zero-width and direction marks, private characters, the object placeholder. */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\uFFFC]/gu;
// A name ends with a blank, a comma or a colon: behind it the sentence begins.
const mentionAtStart = /^(?:@[^\s/,:]{1,64}(?:[\s,:]+|(?=\/)))+/u;
const mentionAtEnd = /(?:\s+@\S{1,64})+$/u;
const edgePunctuation = /^[\s,.;:!?、。…~"'“”‘’·-]+|[\s,.;:!?、。…~"'“”‘’·-]+$/gu;

/** Takes mentions and punctuation off both ends, however they alternate. */
function bare(text: string): string {
  let stripped = text;
  for (;;) {
    // A mention stands before or after the sentence; the sentence itself may consist of nothing else.
    const shorter = `${stripped} `
      .replace(mentionAtStart, '')
      .trim()
      .replace(mentionAtEnd, '')
      .replace(edgePunctuation, '');
    if (shorter === stripped) return stripped;
    stripped = shorter;
  }
}

/**
 * Tidies what a person typed: full-width forms become half-width (NFKC), mentions at either end, invisible characters
 * and punctuation at the ends go, runs of white space become one blank.
 */
export function hear(raw: string): Said {
  // Some characters become several.
  const legible = raw.slice(0, charactersAtMost).normalize('NFKC').slice(0, charactersAtMost);
  // White space first: line ends are invisible too, but they part words. And again where the invisible stood between.
  let text = bare(legible.replace(/\s+/gu, ' ').replace(invisible, '').replace(/ +/gu, ' '));
  const slash = text.startsWith('/');
  while (text.startsWith('/')) text = bare(text.replace(/^[/\s]+/u, ''));
  return { text, slash };
}

/**
 * The argument of a command: with the slash anything may follow the word directly (`/资质易统云`), without it only the
 * bare word or a separator and the argument count (`资质`, `资质 易统云`, `资质，易统云`), so that ordinary sentences stay
 * sentences. Null if this is not the command.
 */
export function argumentOf(said: Said, words: readonly string[]): string | null {
  const text = said.text.toLowerCase();
  for (const word of words) {
    if (text === word) return '';
    const rest = said.text.slice(word.length);
    if (text.startsWith(word) && (said.slash || /^[\s,、:]/u.test(rest))) return rest.replace(/^[\s,、:]+/u, '');
  }
  return null;
}
