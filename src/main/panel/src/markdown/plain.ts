import { parse } from './parse';
import type { Block, Inline } from './tree';

const words = (parts: readonly Inline[]): string => parts.map(word).join('');

function word(part: Inline): string {
  if (typeof part === 'string') return part;
  switch (part.is) {
    case 'bold':
    case 'italic':
    case 'underline':
    case 'strike':
    case 'link':
      return words(part.in);
    case 'spoiler':
      return '▮▮▮';
    case 'code':
      return part.text;
    case 'user':
    case 'role':
      return `@${part.id}`;
    case 'channel':
      return `#${part.id}`;
    case 'everyone':
      return `@${part.name}`;
    case 'command':
      return `/${part.name}`;
    case 'emoji':
      return `:${part.name}:`;
    case 'time':
      return new Date(part.seconds * 1000).toISOString();
    case 'guild':
      return part.name;
  }
}

function line(block: Block): string {
  switch (block.is) {
    case 'list':
      return block.items.map((item) => words(item.in)).join(' ');
    case 'fence':
      return block.text;
    case 'quote':
      return block.in.map(line).join(' ');
    default:
      return words(block.in);
  }
}

/** What was written in Discord's markdown, as one line of words. What is hidden stays hidden. */
export function plain(text: string): string {
  return parse(text).map(line).join(' ').replace(/\s+/g, ' ').trim();
}
