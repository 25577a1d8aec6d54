import type { Inline } from './tree';

type Mark = '**' | '__' | '~~' | '||' | '*' | '_';

const MARKS = {
  '**': 'bold',
  __: 'underline',
  '~~': 'strike',
  '||': 'spoiler',
  '*': 'italic',
  _: 'italic',
} as const satisfies Record<Mark, string>;

const URL_TEXT = /https?:\/\/[^\s<]+/y;
const ANGLED = /<(https?:\/\/[^\s<>]+)>/y;
const MASKED = /\[((?:\\.|[^[\]\\\n])+)\]\(\s*<?(https?:\/\/[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+"[^"\n]*")?\s*\)/y;
const TICKS = /`+/y;

const ID = '([0-9]{1,20})';
const TAGS: readonly [RegExp, (...parts: string[]) => Inline][] = [
  [new RegExp(`<@!?${ID}>`, 'y'), (id = '') => ({ is: 'user', id })],
  [new RegExp(`<@&${ID}>`, 'y'), (id = '') => ({ is: 'role', id })],
  [new RegExp(`<#${ID}>`, 'y'), (id = '') => ({ is: 'channel', id })],
  [new RegExp(`</([^\\s:<>][^:<>\\n]{0,98}):${ID}>`, 'y'), (name = '', id = '') => ({ is: 'command', name, id })],
  [new RegExp(`<(a?):([A-Za-z0-9_]{1,32}):${ID}>`, 'y'), (a = '', name = '', id = '') => ({ is: 'emoji', name, id, animated: a === 'a' })],
  [/<t:(-?[0-9]{1,13})(?::([tTdDfFsSR]))?>/y, (seconds = '', style = '') => ({ is: 'time', seconds: Number(seconds), style: style || 'f' })],
  [/<id:(customize|browse|guide|linked-roles)(?::[0-9]{1,20})?>/y, (name = '') => ({ is: 'guild', name })],
  [/@(everyone|here)\b/y, (name = '') => ({ is: 'everyone', name: name as 'everyone' | 'here' })],
];

function at(pattern: RegExp, text: string, place: number): RegExpExecArray | null {
  pattern.lastIndex = place;
  return pattern.exec(text);
}

/** Whether an address leads to a web page, and to nothing that runs. */
function isWeb(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}

const WORD = /[\p{L}\p{N}_]/u;
const BLANK = /\s/;

/**
 * Reads one text in one pass. Of each mark one can be open at a time, so that nothing is nested
 * deeper than the six of them, and a link once more.
 */
class Reader {
  private readonly open: { mark: Mark; place: number; before: Inline[] }[] = [];
  private out: Inline[] = [];
  private place = 0;
  private readonly unclosed = new Set<number>();

  constructor(
    private readonly text: string,
    private readonly links: boolean,
  ) {}

  read(): Inline[] {
    while (this.place < this.text.length) {
      if (!this.escaped() && !this.code() && !this.link() && !this.tag() && !this.mark()) {
        // Up to the next sign that can mean something.
        const plain = /[^\\`<@[h*_~|]*/y;
        const match = at(plain, this.text, this.place + 1)?.[0] ?? '';
        this.say(this.text.charAt(this.place) + match);
        this.place += 1 + match.length;
      }
    }
    while (this.open.length > 0) this.giveUp();
    return this.out;
  }

  private say(text: string): void {
    const last = this.out.at(-1);
    if (typeof last === 'string') this.out[this.out.length - 1] = last + text;
    else this.out.push(text);
  }

  private add(nodes: readonly Inline[]): void {
    for (const node of nodes) {
      if (typeof node === 'string') this.say(node);
      else this.out.push(node);
    }
  }

  private escaped(): boolean {
    const next = this.text.charAt(this.place + 1);
    if (this.text.charAt(this.place) !== '\\' || !/[!-/:-@[-`{-~]/.test(next)) return false;
    this.say(next);
    this.place += 2;
    return true;
  }

  private code(): boolean {
    const ticks = at(TICKS, this.text, this.place)?.[0].length;
    if (ticks === undefined) return false;
    const from = this.place + ticks;
    const until = this.unclosed.has(ticks) ? -1 : this.closing(ticks, from);
    if (until < 0) {
      this.unclosed.add(ticks);
      this.say('`'.repeat(ticks));
      this.place = from;
      return true;
    }
    const inner = this.text.slice(from, until);
    this.out.push({ is: 'code', text: /^ ?`|` ?$/.test(inner) ? inner.trim() : inner });
    this.place = until + ticks;
    return true;
  }

  private closing(ticks: number, from: number): number {
    for (const run of this.text.slice(from).matchAll(/`+/g)) {
      if (run[0].length === ticks) return from + run.index;
    }
    return -1;
  }

  private link(): boolean {
    if (!this.links) return false;
    const masked = at(MASKED, this.text, this.place);
    if (masked && isWeb(masked[2] ?? '')) {
      const label = masked[1] ?? '';
      this.push(masked[0], { is: 'link', href: masked[2] ?? '', masked: true, in: new Reader(label, false).read() });
      return true;
    }
    const angled = at(ANGLED, this.text, this.place);
    if (angled && isWeb(angled[1] ?? '')) {
      this.push(angled[0], { is: 'link', href: angled[1] ?? '', masked: false, in: [angled[1] ?? ''] });
      return true;
    }
    const bare = this.bare();
    if (bare === null) return false;
    this.push(bare, { is: 'link', href: bare, masked: false, in: [bare] });
    return true;
  }

  /** An address in the text, without what ends the sentence or an open mark. */
  private bare(): string | null {
    let address = at(URL_TEXT, this.text, this.place)?.[0];
    if (address === undefined) return null;
    for (const { mark } of this.open) {
      const end = mark === '_' || mark === '__' ? -1 : address.indexOf(mark);
      if (end >= 0) address = address.slice(0, end);
    }
    for (;;) {
      const last = address.at(-1) ?? '';
      const tooMany = last === ')' && address.split(')').length > address.split('(').length;
      const openMark = last === '_' && this.open.some(({ mark }) => mark.startsWith('_'));
      if (!tooMany && !openMark && !/[.,:;!?"'\]]/.test(last)) break;
      address = address.slice(0, -1);
    }
    return isWeb(address) ? address : null;
  }

  private tag(): boolean {
    for (const [pattern, node] of TAGS) {
      const match = at(pattern, this.text, this.place);
      if (match) {
        this.push(match[0], node(...match.slice(1)));
        return true;
      }
    }
    return false;
  }

  private push(source: string, node: Inline): void {
    this.out.push(node);
    this.place += source.length;
  }

  private mark(): boolean {
    const mark = this.markHere();
    if (mark === null) return false;
    const opened = this.open.findIndex((one) => one.mark === mark);
    if (opened >= 0 && this.mayClose(mark)) this.close(mark, opened);
    else if (opened < 0 && this.mayOpen(mark)) {
      this.open.push({ mark, place: this.place, before: this.out });
      this.out = [];
    } else this.say(mark);
    this.place += mark.length;
    return true;
  }

  private markHere(): Mark | null {
    const sign = this.text.charAt(this.place);
    if (!'*_~|'.includes(sign)) return null;
    let run = 1;
    while (run < 4 && this.text.charAt(this.place + run) === sign) run++;
    if (sign === '~' || sign === '|') return run >= 2 ? ((sign + sign) as Mark) : null;
    // Of three, the one that was opened last is closed first.
    const single = run === 1 || (run === 3 && this.open.at(-1)?.mark === sign);
    return (single ? sign : sign + sign) as Mark;
  }

  private mayOpen(mark: Mark): boolean {
    const next = this.text.charAt(this.place + mark.length);
    if (mark === '*') return next !== '' && !BLANK.test(next);
    if (mark === '_') return next !== '' && !BLANK.test(next) && !WORD.test(this.text.charAt(this.place - 1));
    return next !== '';
  }

  private mayClose(mark: Mark): boolean {
    if (mark === '*') return !BLANK.test(this.text.charAt(this.place - 1));
    if (mark === '_') return !WORD.test(this.text.charAt(this.place + 1));
    return true;
  }

  private close(mark: Mark, opened: number): void {
    while (this.open.length > opened + 1) this.giveUp();
    const begun = this.open.pop();
    if (begun === undefined) return;
    const inner = this.out;
    this.out = begun.before;
    if (inner.length === 0) this.say(mark + mark);
    else this.out.push({ is: MARKS[mark], in: inner });
  }

  /** The mark that was opened last is a text. */
  private giveUp(): void {
    const begun = this.open.pop();
    if (begun === undefined) return;
    const inner = this.out;
    this.out = begun.before;
    this.say(begun.mark);
    this.add(inner);
  }
}

/** Reads what stands in a line, or in several without a form of their own. */
export function inline(text: string): Inline[] {
  return text === '' ? [] : new Reader(text, true).read();
}
