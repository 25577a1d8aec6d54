import { describe, expect, it } from 'vitest';
import { bodyOf } from './bulkJob';

describe('the body of a bulk job', () => {
  it('names the tickets', () => {
    expect(bodyOf({ ids: ['7', '9'] }, { kind: 'close' })).toEqual({ action: 'close', silent: false, tickets: ['7', '9'] });
  });

  it('has the filter of the list without its order', () => {
    const list = { status: 'open', unread: true, sort: 'waiting' } as const;
    expect(bodyOf({ list }, { kind: 'priority', priority: 'high' })).toEqual({
      action: 'priority',
      priority: 'high',
      silent: false,
      filter: { status: 'open', unread: true },
    });
  });
});
