// Follows what a person did with the bot until it is answered: a message, a modal to fill, or nothing.

import { api, onEvent } from "./api.js";
import { ask, toast } from "./dialogs.js";
import { world } from "./world.js";

const waiting = new Map();

onEvent((type, data) => {
  if (type === "INTERACTION_ANSWERED" || type === "INTERACTION_FAILED") {
    waiting.get(data.id)?.(data);
  }
});

/** Waits until an interaction is answered or given up. */
export async function settled(interaction) {
  if (interaction.callback !== 0 || interaction.failed) {
    return interaction;
  }
  const answered = new Promise((resolve) => waiting.set(interaction.id, resolve));
  try {
    // The answer may have come before this page listened for it.
    const now = await api.get(`/control/interactions/${interaction.id}`);
    return now.callback !== 0 || now.failed ? now : await answered;
  } finally {
    waiting.delete(interaction.id);
  }
}

/** Waits for the answer, shows its modal, and says when there is none. */
export async function follow(person, interaction) {
  const answer = await settled(interaction);
  if (answer.callback === 0) {
    toast("The application did not respond.", "error");
  } else if (answer.modal) {
    showModal(person, answer);
  }
  return answer;
}

function fieldOf(component, label, description) {
  const base = { name: component.custom_id, label: component.label ?? label ?? component.custom_id, hint: description, required: component.required ?? true };
  if (component.type === 4) {
    return { ...base, type: component.style === 2 ? "textarea" : "text", min: component.min_length, max: component.max_length ?? 4000, placeholder: component.placeholder, value: component.value };
  }
  return { ...base, type: "select", multiple: true, options: choices(component) };
}

/** What can be chosen in a select, as `{value, label}`. */
export function choices(component, guild = world.readyMade.staff.guild) {
  const here = world.guilds.get(guild);
  const users = () => [...(here?.members.values() ?? [])].map((member) => ({ value: member.user.id, label: member.nick ?? member.user.global_name ?? member.user.username }));
  const roles = () => (here?.roles ?? []).map((role) => ({ value: role.id, label: `@${role.name}` }));
  switch (component.type) {
    case 5:
      return users();
    case 6:
      return roles();
    case 7:
      return [...users(), ...roles()];
    case 8:
      return (here?.channels ?? []).map((channel) => ({ value: channel.id, label: channel.name }));
    default:
      return (component.options ?? []).map((option) => ({ value: option.value, label: option.label, hint: option.description, chosen: option.default }));
  }
}

function fields(components) {
  return components.flatMap((outer) => {
    if (outer.type === 1) {
      return outer.components.map((component) => fieldOf(component));
    }
    if (outer.type === 18) {
      return [fieldOf(outer.component, outer.label, outer.description)];
    }
    return outer.type === 10 ? [{ name: `text-${outer.id}`, type: "text-only", content: outer.content }] : [];
  });
}

function showModal(person, answer) {
  ask({
    title: answer.modal.title,
    fields: fields(answer.modal.components),
    action: "Submit",
    submit: async (values) => {
      const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
      const interaction = await api.post(`/control/users/${person}/interactions/${answer.id}/modal`, { values: given });
      follow(person, interaction);
    },
  });
}
