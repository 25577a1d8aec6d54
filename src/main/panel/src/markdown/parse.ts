import { inline } from './inline';
import type { Block, ListItem } from './tree';

const HEADING = /^(#{1,3}) +(\S.*)$/;
const SMALL = /^-# +(\S.*)$/;
const ITEM = /^( *)(?:[-*]|([0-9]{1,9})\.) +(\S.*)$/;
const FENCE = '```';
const DEEPEST_LEVEL = 10;
const LONGEST = 20_000;

class Lines {
  readonly blocks: Block[] = [];
  private plain: string[] = [];
  private items: ListItem[] = [];

  constructor(private readonly quotes: boolean) {}

  read(source: string): Block[] {
    let rest = source;
    let quoted: string[] = [];
    const endQuote = () => {
      if (quoted.length > 0) this.push({ is: 'quote', in: new Lines(false).read(quoted.join('\n')) });
      quoted = [];
    };
    while (rest !== '') {
      if (this.quotes && rest.startsWith('>>> ')) {
        endQuote();
        this.push({ is: 'quote', in: new Lines(false).read(rest.slice(4)) });
        return this.done();
      }
      const end = rest.indexOf('\n');
      const line = end < 0 ? rest : rest.slice(0, end);
      const next = end < 0 ? '' : rest.slice(end + 1);
      if (this.quotes && line.startsWith('> ')) {
        quoted.push(line.slice(2));
        rest = next;
        continue;
      }
      endQuote();
      const fence = line.indexOf(FENCE);
      const closing = fence < 0 ? -1 : rest.indexOf(FENCE, fence + FENCE.length);
      if (closing >= 0) {
        if (fence > 0) this.line(rest.slice(0, fence));
        this.fence(rest.slice(fence + FENCE.length, closing));
        rest = rest.slice(closing + FENCE.length).replace(/^ *\n/, '');
        continue;
      }
      this.line(line);
      rest = next;
    }
    endQuote();
    return this.done();
  }

  private fence(content: string): void {
    const named = /^([A-Za-z0-9_+\-.#]{1,32})\n([\s\S]*)$/.exec(content);
    const text = named ? (named[2] ?? '') : content.replace(/^\n/, '');
    this.push({ is: 'fence', language: named?.[1] ?? '', text: text.replace(/\n$/, '') });
  }

  private line(line: string): void {
    const item = ITEM.exec(line);
    if (item) {
      this.endPlain();
      const level = Math.min(DEEPEST_LEVEL, Math.floor((item[1] ?? '').length / 2), (this.items.at(-1)?.level ?? -1) + 1);
      this.items.push({ level, number: item[2] === undefined ? null : Number(item[2]), in: inline(item[3] ?? '') });
      return;
    }
    const heading = HEADING.exec(line);
    const small = SMALL.exec(line);
    if (heading) {
      this.push({ is: 'heading', level: (heading[1] ?? '#').length as 1 | 2 | 3, in: inline(heading[2] ?? '') });
    } else if (small) {
      this.push({ is: 'small', in: inline(small[1] ?? '') });
    } else {
      this.endList();
      this.plain.push(line);
    }
  }

  private endPlain(): void {
    const text = this.plain.join('\n');
    if (text !== '') this.blocks.push({ is: 'lines', in: inline(text) });
    this.plain = [];
  }

  private endList(): void {
    if (this.items.length > 0) this.blocks.push({ is: 'list', items: this.items });
    this.items = [];
  }

  private push(block: Block): void {
    this.done();
    this.blocks.push(block);
  }

  private done(): Block[] {
    this.endPlain();
    this.endList();
    return this.blocks;
  }
}

/**
 * Reads Discord's markdown (Discord's documentation, "Message Formatting"). The tree is at most
 * eleven deep, whatever the text is; one that is longer than any message stays as it is.
 */
export function parse(text: string): Block[] {
  if (text.length > LONGEST) return [{ is: 'lines', in: [text] }];
  return new Lines(true).read(text.replace(/\r\n?/g, '\n'));
}
