import { expect, test } from 'vitest';
import { asideKeeper } from './draftAside';
import type { Shelf } from './sendingStore';

function memory(): Shelf & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
}

const content = (text: string) => ({ text, anonymous: false, files: ['1'] });

test('a text is kept for one person, ticket and kind', () => {
  const shelf = memory();
  const aside = { ...content('mine'), version: 3, other: content('other') };
  asideKeeper('1', '9', 'reply', shelf).write(aside);
  expect(asideKeeper('1', '9', 'reply', shelf).read()).toEqual(aside);
  expect(asideKeeper('2', '9', 'reply', shelf).read()).toBeNull();
  expect(asideKeeper('1', '8', 'reply', shelf).read()).toBeNull();
  expect(asideKeeper('1', '9', 'note', shelf).read()).toBeNull();
  asideKeeper('1', '9', 'reply', shelf).write(null);
  expect(shelf.kept.size).toBe(0);
});

test.each(['{', '7', '{}', '{"text":"a","anonymous":false,"files":[],"version":1,"other":7}'])('what cannot be read is nothing: %s', (text) => {
  const shelf = memory();
  shelf.setItem('switchboard-draft-1-9-reply', text);
  expect(asideKeeper('1', '9', 'reply', shelf).read()).toBeNull();
});

test('a text without an end is not kept', () => {
  const shelf = memory();
  asideKeeper('1', '9', 'reply', shelf).write({ ...content('x'.repeat(200_000)), version: 1, other: null });
  expect(shelf.kept.size).toBe(0);
});
