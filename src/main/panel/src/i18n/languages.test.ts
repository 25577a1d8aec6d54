import { expect, test } from 'vitest';
import { chosen, offered } from './languages';

test('the address comes first, then the choice, then the browser', () => {
  expect(chosen('en-XB', 'en', ['de']).code).toBe('en-XB');
  expect(chosen(null, 'en-XB', ['en']).code).toBe('en-XB');
  expect(chosen('xx', null, ['de-AT', 'en-GB']).code).toBe('en');
  expect(chosen(null, null, []).code).toBe('en');
});

test('a language for tests is offered in development alone', () => {
  expect(offered(false).map((one) => one.code)).toEqual(['en']);
  expect(offered(true).map((one) => one.code)).toEqual(['en', 'en-XB']);
});
