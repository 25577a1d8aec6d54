import { expect, test } from 'vitest';
import { type Grant, included, subjects } from './subjects';

let number = 0;
const grant = (subject_type: 'user' | 'role', subject_id: string, permission: Grant['permission']): Grant => ({
  id: ++number,
  subject_type,
  subject_id,
  permission,
  granted_by: 'root',
  granted_at: 0,
});
const member = (id: string, name: string, roles: string[] = []) => ({ id, username: name.toLowerCase(), name, avatar: null, roles });
const role = (id: string, name: string, position: number) => ({ id, name, color: 0, position });

test('grants stand by subject: roles from the highest on, members by name, then those who are gone', () => {
  const found = subjects(
    [
      grant('user', '1', 'view_audit'),
      grant('user', '9', 'view_tickets'),
      grant('role', '10', 'view_tickets'),
      grant('role', '11', 'edit_config'),
      grant('user', '2', 'view_tickets'),
      grant('user', '1', 'view_tickets'),
    ],
    { members: [member('1', 'Sue', ['10']), member('2', 'Ada')], roles: [role('10', 'Support', 1), role('11', 'Lead', 2)] },
  );
  expect(found.map((one) => one.name)).toEqual(['Lead', 'Support', 'Ada', 'Sue', undefined]);
  expect(found.map((one) => one.members)).toEqual([0, 1, undefined, undefined, undefined]);
  expect(found[3]?.grants.map((one) => one.permission)).toEqual(['view_tickets', 'view_audit']);
});

test('an id of a member is not that of a role', () => {
  const found = subjects([grant('user', '1', 'view_audit'), grant('role', '1', 'view_audit')], { members: [], roles: [] });
  expect(found).toHaveLength(2);
});

test('who manages tickets sees them', () => {
  expect(included('view_tickets', ['manage_tickets'])).toBe(true);
  expect(included('view_tickets', ['edit_config', 'view_tickets'])).toBe(false);
});
