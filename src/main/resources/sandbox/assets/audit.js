// The audit log of a guild: what bots did there, and why they say they did it.

import { api } from "./api.js";
import { attempt, show } from "./dialogs.js";
import { el, madeAt } from "./dom.js";
import { nameOf, world } from "./world.js";

const channel = (id) => (world.channels.has(id) ? `#${world.channels.get(id).name}` : `a channel that is gone (${id})`);
const person = (id, guild) => (world.users.has(id) ? nameOf(world.users.get(id), guild) : `user ${id}`);
const role = (id) => (world.roles.has(id) ? `the role ${world.roles.get(id).name}` : `a role that is gone (${id})`);
const messages = (count) => (count === "1" ? "a message" : `${count} messages`);

/** What was done, by Discord's number of the action. */
const DEEDS = {
  1: () => "changed the server",
  10: ({ target_id: id }) => `created ${channel(id)}`,
  11: ({ target_id: id }) => `changed ${channel(id)}`,
  12: ({ target_id: id }) => `deleted ${channel(id)}`,
  13: ({ target_id: id }) => `gave somebody permissions of their own in ${channel(id)}`,
  14: ({ target_id: id }) => `changed somebody's permissions in ${channel(id)}`,
  15: ({ target_id: id }) => `removed somebody's permissions in ${channel(id)}`,
  20: ({ target_id: id }, guild) => `kicked ${person(id, guild)}`,
  22: ({ target_id: id }, guild) => `banned ${person(id, guild)}`,
  23: ({ target_id: id }, guild) => `lifted the ban of ${person(id, guild)}`,
  24: ({ target_id: id }, guild) => `changed ${person(id, guild)}`,
  25: ({ target_id: id }, guild) => `changed the roles of ${person(id, guild)}`,
  30: ({ target_id: id }) => `created ${role(id)}`,
  31: ({ target_id: id }) => `changed ${role(id)}`,
  32: ({ target_id: id }) => `deleted ${role(id)}`,
  72: ({ target_id: id, options }, guild) => `deleted ${messages(options.count)} of ${person(id, guild)} in ${channel(options.channel_id)}`,
  73: ({ target_id: id, options }) => `deleted ${messages(options.count)} in ${channel(id)}`,
  110: ({ target_id: id }) => `created the thread ${channel(id)}`,
  111: ({ target_id: id }) => `changed the thread ${channel(id)}`,
  112: ({ target_id: id }) => `deleted the thread ${channel(id)}`,
};

function row(entry, guild) {
  const deed = DEEDS[entry.action_type];
  const time = madeAt(entry.id);
  return el("li", {},
    el("p", {}, el("strong", {}, person(entry.user_id, guild)), ` ${deed ? deed(entry, guild) : `did something (${entry.action_type})`}`),
    entry.reason && el("p", { class: "reason" }, `“${entry.reason}”`),
    el("time", { class: "hint", datetime: time.toISOString() }, time.toLocaleString()));
}

/** Shows the latest hundred entries, newest first. */
export function showAuditLog(guild) {
  return attempt(async () => {
    const { audit_log_entries: entries } = await api.get(`/control/guilds/${guild}/audit-logs?limit=100`);
    const name = world.guilds.get(guild).name;
    show(`Audit log of ${name}`, entries.length === 0 ? el("p", { class: "hint" }, "No bot has done anything here yet.") : el("ol", { class: "audit" }, entries.map((entry) => row(entry, guild))));
  });
}
