import { expect, test } from 'vitest';
import { plain } from './plain';

test.each([
  ['Thank **you** _all_!', 'Thank you all!'],
  ['# Heading\n- one\n- two', 'Heading one two'],
  ['> quoted\nand said', 'quoted and said'],
  ['see\n```json\n{"a": 1}\n```\nthere', 'see {"a": 1} there'],
  ['`code` and ||secret||', 'code and ▮▮▮'],
  ['<@7> in <#8> and <@&9>, @everyone </help:5> <:wave:6>', '@7 in #8 and @9, @everyone /help :wave:'],
  ['[words](https://example.com/a)', 'words'],
  ['1 * 2 < 3', '1 * 2 < 3'],
  ['', ''],
])('%j reads as %j', (text, expected) => {
  expect(plain(text)).toBe(expected);
});
