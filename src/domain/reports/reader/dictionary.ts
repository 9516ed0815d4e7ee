interface Node<T> {
  next: Map<string, Node<T>>;
  value: T | null;
}

export interface Hit<T> {
  value: T;
  end: number;
}

/** Looks up the longest word that begins at a place, whatever the case and with single blanks within (`营 收`). */
export class Dictionary<T> {
  readonly #root: Node<T> = { next: new Map(), value: null };

  /** The first meaning of a word stays. */
  add(word: string, value: T): void {
    let node = this.#root;
    for (const character of word.toLowerCase()) {
      let next = node.next.get(character);
      if (!next) {
        next = { next: new Map(), value: null };
        node.next.set(character, next);
      }
      node = next;
    }
    node.value ??= value;
  }

  get(word: string): T | null {
    const hit = this.longest(word, 0);
    return hit?.end === word.length ? hit.value : null;
  }

  longest(text: string, start: number): Hit<T> | null {
    let node = this.#root;
    let longest: Hit<T> | null = null;
    let at = start;
    while (at < text.length) {
      const isBlank = text[at] === ' ' && at > start;
      const character = text[isBlank ? at + 1 : at]?.toLowerCase() ?? '';
      const next = node.next.get(character);
      if (!next) break;
      // What begins a longer word behind the blank belongs to that word: 税 收入 is not 税收.
      if (isBlank && this.#wordLength(text, at + 1) > reach(text, at + 1, node)) break;
      at += isBlank ? 2 : 1;
      node = next;
      if (node.value !== null) longest = { value: node.value, end: at };
    }
    return longest;
  }

  /** How many characters the longest word has that begins here without a blank. */
  #wordLength(text: string, start: number): number {
    let node: Node<T> | undefined = this.#root;
    let length = 0;
    for (let at = start; node && at < text.length; at += 1) {
      node = node.next.get(text[at]?.toLowerCase() ?? '');
      if (node && node.value !== null) length = at + 1 - start;
    }
    return length;
  }
}

/** How many characters further the words behind a node follow the text. */
function reach<T>(text: string, start: number, from: Node<T>): number {
  let node = from.next.get(text[start]?.toLowerCase() ?? '');
  let at = start;
  while (node) {
    at += 1;
    node = node.next.get(text[at]?.toLowerCase() ?? '');
  }
  return at - start;
}
