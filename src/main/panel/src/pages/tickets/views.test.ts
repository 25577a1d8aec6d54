import { expect, test } from 'vitest';
import { MOST_VIEWS, readViews, withoutView, withView } from './views';

test('what the browser keeps is read with care', () => {
  expect(readViews(null)).toEqual([]);
  expect(readViews('{"a":1}')).toEqual([]);
  expect(readViews('no json')).toEqual([]);
  expect(readViews('[{"name":"a","search":"x=1","more":1},{"name":""},7,null,{"name":"b"}]')).toEqual([{ name: 'a', search: 'x=1' }]);
});

test('a view of the same name is replaced', () => {
  const one = withView([], { name: 'a', search: '1' });
  expect(withView(one, { name: 'a', search: '2' })).toEqual([{ name: 'a', search: '2' }]);
  expect(withoutView(one, 'a')).toEqual([]);
});

test('there are only so many', () => {
  let views = readViews(null);
  for (let at = 0; at < MOST_VIEWS + 3; at++) views = withView(views, { name: `v${at}`, search: '' });
  expect([views.length, views[0]?.name]).toEqual([MOST_VIEWS, 'v3']);
});
