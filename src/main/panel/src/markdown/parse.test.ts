import { expect, test } from 'vitest';
// Shared with other parsers of the product.
import cases from '../../../../test/resources/markdown/discord.json';
import { parse } from './parse';

test.each(cases)('$name', ({ text, tree }) => {
  expect(parse(text)).toEqual(tree);
});

function depth(node: unknown): number {
  if (Array.isArray(node)) return Math.max(0, ...node.map(depth));
  if (typeof node !== 'object' || node === null) return 0;
  return 1 + Math.max(...Object.values(node).map(depth));
}

// mulberry32
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

test('no text is nested deeply or read slowly', () => {
  const signs = ['*', '_', '~', '|', '`', '[', '](https://a.b)', '> ', '\n', '- ', '<', 'http://', ' ', 'a', '\\', '>>> ', '```'];
  const texts = [...signs, '[](', '**_', '*_~|', '<t:', '(('].map((sign) => sign.repeat(4000).slice(0, 4000));
  for (let seed = 0; seed < 100; seed++) {
    const random = seeded(seed);
    texts.push(Array.from({ length: 2000 }, () => signs[Math.floor(random() * signs.length)]).join('').slice(0, 4000));
  }
  const begun = performance.now();
  for (const text of texts) expect(depth(parse(text)), JSON.stringify(text.slice(0, 80))).toBeLessThanOrEqual(11);
  expect((performance.now() - begun) / texts.length).toBeLessThan(100);
});
