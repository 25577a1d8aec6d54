import { expect, test } from 'vitest';
import { Problem } from '../../api/problem';
import { change, changedBetween, type Config, edited, rebased, shown, unwritten, wrong } from './edits';

const config = (welcome: string, origin: 'default' | 'panel' = 'default'): Config => ({
  bot: { status: '', welcome_message: welcome, close_message: 'Bye', enable_logs: true, enable_features: false, enable_panel: true },
  thread: { embedded_message: false, user_message_color: null },
  ticket: { delayed_message: '', busy_message: '', signature: 'name', anonymous_name: 'Staff', new_tickets_per_minute: 60 },
  fields: [{ key: 'bot.welcome_message', origin, changeable: true, configured: 'Hello', changed_by: null, changed_at: null }],
});

test('an edit is what differs', () => {
  const edits = edited(config('Hello'), {}, 'bot.welcome_message', 'Hi');
  expect(edits).toEqual({ 'bot.welcome_message': 'Hi' });
  expect(edited(config('Hello'), edits, 'bot.welcome_message', 'Hello')).toEqual({});
});

test('a reset shows the configured value, and is none where nothing was set', () => {
  const edits = edited(config('Hi', 'panel'), {}, 'bot.welcome_message', null);
  expect(shown(config('Hi', 'panel'), edits, 'bot.welcome_message')).toBe('Hello');
  expect(edited(config('Hello'), {}, 'bot.welcome_message', null)).toEqual({});
});

test('the request has the groups of the configuration', () => {
  expect(change({ 'bot.welcome_message': null, 'bot.status': 'x', 'ticket.new_tickets_per_minute': 5 })).toEqual({
    bot: { status: 'x', welcome_message: null },
    ticket: { new_tickets_per_minute: 5 },
  });
});

test('what the server says comes to its field', () => {
  const problem = new Problem(422, 'refused', '', [
    { field: 'bot/welcome_message', code: 'value', detail: 'is too long' },
    { field: 'bot/token', code: 'unknown', detail: 'is not known' },
  ]);
  expect(wrong(problem)).toEqual({ 'bot.welcome_message': 'is too long' });
  expect(wrong(null)).toEqual({});
});

test('a number that is not written is found', () => {
  expect(unwritten({ 'bot.status': '', 'ticket.new_tickets_per_minute': '' })).toEqual(['ticket.new_tickets_per_minute']);
});

test('own edits are kept over the changes of others', () => {
  const before = config('Hello');
  const after = config('Welcome', 'panel');
  expect(changedBetween(before, after)).toEqual(['bot.welcome_message']);
  expect(rebased(after, { 'bot.welcome_message': 'Hi', 'bot.status': 'x' })).toEqual({
    'bot.welcome_message': 'Hi',
    'bot.status': 'x',
  });
  expect(rebased(after, { 'bot.welcome_message': 'Welcome' })).toEqual({});
});
