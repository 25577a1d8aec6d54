import { expect, test } from 'vitest';
import { unreadTitle } from './unreadTitle';

test('the number stands ahead of the title, once', () => {
  expect(unreadTitle('Tickets', 3)).toBe('(3) Tickets');
  expect(unreadTitle('(3) Tickets', 12)).toBe('(12) Tickets');
  expect(unreadTitle('(3) Tickets', 0)).toBe('Tickets');
  expect(unreadTitle('Tickets', 0)).toBe('Tickets');
});
