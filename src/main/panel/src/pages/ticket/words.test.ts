import { expect, test } from 'vitest';
import { isImage, sizeInWords } from './words';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [48_211, '48 kB'],
  [1_500_000, '1.5 MB'],
])('%i bytes', (bytes, words) => {
  expect(sizeInWords(bytes, 'en')).toBe(words);
});

test('what no browser shows is no image', () => {
  expect(['a.PNG', 'a.jpeg', 'a.webp'].every(isImage)).toBe(true);
  expect(['a.svg', 'a.html', 'png', 'a.png.exe'].some(isImage)).toBe(false);
});
