import type { Permission, Schema } from '../../api/client';

export type Grant = Schema['Grant'];
export type SubjectType = Grant['subject_type'];

/** All permissions, in the order in which they are shown. */
export const PERMISSIONS: readonly Permission[] = [
  'view_tickets',
  'manage_tickets',
  'manage_categories',
  'view_bans',
  'view_config',
  'edit_config',
  'manage_api_keys',
  'view_audit',
  'manage_permissions',
];

/** What a permission includes. */
const INCLUDED: Partial<Record<Permission, Permission>> = {
  manage_tickets: 'view_tickets',
  edit_config: 'view_config',
};

/** Whether another one of those that are chosen includes it. */
export function included(one: Permission, chosen: readonly Permission[]): boolean {
  return chosen.some((other) => INCLUDED[other] === one);
}

/** The staff guild, as far as it is known. */
export interface Guild {
  members: readonly Schema['Member'][];
  roles: readonly Schema['Role'][];
}

/** Somebody, or those with a role, and what is granted to them. */
export interface Subject {
  type: SubjectType;
  id: string;
  /** Undefined where the staff guild has no such member or role. */
  name?: string;
  /** The user name, which is another one than the name that is shown. */
  username?: string;
  /** Of a role: how many members have it. */
  members?: number;
  grants: readonly Grant[];
}

const order = (grant: Grant) => PERMISSIONS.indexOf(grant.permission);

/** The grants by subject: roles from the highest on, then members by name, then those who are gone. */
export function subjects(grants: readonly Grant[], guild: Guild): Subject[] {
  const found = new Map<string, Grant[]>();
  for (const grant of grants) {
    const key = `${grant.subject_type} ${grant.subject_id}`;
    found.set(key, [...(found.get(key) ?? []), grant]);
  }
  const members = new Map(guild.members.map((one) => [one.id, one]));
  const roles = new Map(guild.roles.map((one) => [one.id, one]));
  return [...found.values()]
    .map((own) => subject(own.toSorted((a, b) => order(a) - order(b)), guild, members, roles))
    .toSorted((a, b) => compare(a, b, roles));
}

function subject(
  grants: Grant[],
  guild: Guild,
  members: ReadonlyMap<string, Schema['Member']>,
  roles: ReadonlyMap<string, Schema['Role']>,
): Subject {
  const { subject_type: type, subject_id: id } = grants[0] as Grant;
  if (type === 'user') {
    const member = members.get(id);
    return { type, id, name: member?.name, username: member?.username, grants };
  }
  const holders = guild.members.filter((one) => one.roles.includes(id)).length;
  return { type, id, name: roles.get(id)?.name, members: holders, grants };
}

function compare(a: Subject, b: Subject, roles: ReadonlyMap<string, Schema['Role']>): number {
  const gone = Number(a.name === undefined) - Number(b.name === undefined);
  if (gone !== 0) return gone;
  if (a.type !== b.type) return a.type === 'role' ? -1 : 1;
  if (a.type === 'role') return (roles.get(b.id)?.position ?? 0) - (roles.get(a.id)?.position ?? 0);
  return (a.name ?? a.id).localeCompare(b.name ?? b.id);
}
