// What the sandbox holds: accounts, guilds, roles, members, channels; loaded anew when something changed.

import { api, onEvent } from "./api.js";

const CHANGES = /^(CHANNEL_|THREAD_|GUILD_|DM_OPENED|USER_UPDATE|RESET)/;
const VIEW_CHANNEL = 1n << 10n;

export const world = {
  readyMade: { staff: {}, people: {} },
  users: new Map(),
  guilds: new Map(),
  channels: new Map(),
  roles: new Map(),
};

const listeners = new Set();
let loading = null;
let again = false;

/** Hears that the world was loaded anew. */
export function onWorld(listener) {
  listeners.add(listener);
}

/** Loads the world; calls that come while it loads share the next load. */
export function reload() {
  if (loading) {
    again = true;
    return loading;
  }
  loading = load().finally(() => {
    loading = null;
    if (again) {
      again = false;
      reload();
    }
  });
  return loading;
}

async function load() {
  const found = await api.get("/control/world");
  world.readyMade = found.ready_made;
  world.users = new Map(found.users.map((user) => [user.id, user]));
  world.guilds = new Map();
  world.channels = new Map();
  world.roles = new Map();
  for (const guild of found.guilds) {
    world.guilds.set(guild.id, { ...guild, members: new Map(guild.members.map((member) => [member.user.id, member])) });
    [...guild.channels, ...guild.threads].forEach((channel) => world.channels.set(channel.id, { ...channel, guild_id: guild.id }));
    guild.roles.forEach((role) => world.roles.set(role.id, role));
  }
  await Promise.all([...listeners].map((listener) => listener()));
}

let timer = 0;
onEvent((type) => {
  if (CHANGES.test(type)) {
    clearTimeout(timer);
    timer = setTimeout(reload, 40);
  }
});

export function nameOf(user, guild) {
  const member = world.guilds.get(guild)?.members.get(user.id);
  const known = world.users.get(user.id) ?? user;
  return member?.nick ?? known.global_name ?? known.username ?? user.id;
}

export function avatarOf(user) {
  return `/avatars/${encodeURIComponent(user.id)}/0.png`;
}

export function isMember(guild, user) {
  return world.guilds.get(guild)?.members.has(user) ?? false;
}

export function isBanned(guild, user) {
  return world.guilds.get(guild)?.bans.includes(user) ?? false;
}

export function people() {
  return [...world.users.values()].filter((user) => !user.bot);
}

export function has(permissions, bit) {
  return (BigInt(permissions ?? "0") & bit) !== 0n;
}

export function isVisible(channel) {
  return has(channel.permissions, VIEW_CHANNEL);
}
