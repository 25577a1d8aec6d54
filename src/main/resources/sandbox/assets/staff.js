// The right side: a guild as the acting person sees it.

import { api, onEvent } from "./api.js";
import { showAuditLog } from "./audit.js";
import { Conversation } from "./conversation.js";
import { ask, attempt, menu } from "./dialogs.js";
import { button, el, icon, iconButton, older } from "./dom.js";
import { remember, remembered } from "./memory.js";
import { has, isMember, isVisible, nameOf, people, reload, world } from "./world.js";

const CATEGORY = 4;
const SILENT = [2, 4, 13, 15, 16];
const MANAGE_CHANNELS = 1n << 4n;
const VIEW_AUDIT_LOG = 1n << 7n;

export class Staff {
  constructor(place) {
    this.person = remembered("acting");
    this.guild = remembered("guild");
    this.chosen = remembered("channel");
    this.unread = new Set();
    this.view = null;
    this.guildSelect = el("select", { "aria-label": "Guild", on: { change: () => this.act({ guild: this.guildSelect.value }) } });
    this.personSelect = el("select", { "aria-label": "Acting as", on: { change: () => this.act({ person: this.personSelect.value }) } });
    this.list = el("div", { class: "channels" });
    this.head = el("div", { class: "head" });
    this.conversation = new Conversation({ label: "Messages of the channel" });
    this.auditLog = iconButton("log", "Audit log", () => showAuditLog(this.guild), { hidden: true });
    const bar = el("div", { class: "bar" }, el("h2", {}, this.guildSelect), this.auditLog, iconButton("plus", "New channel", () => this.#newChannel()));
    const acting = el("label", { class: "acting" }, "Acting as ", this.personSelect);
    place.append(el("nav", { class: "picker", "aria-label": "Channels" }, bar, acting, this.list), el("div", { class: "pane" }, this.head, this.conversation.node));
    onEvent((type, data) => this.#hear(type, data));
  }

  /** Acts as somebody else, or looks at another guild. */
  async act({ person = this.person, guild = this.guild }) {
    this.person = person;
    this.guild = guild;
    this.unread.clear();
    remember("acting", person);
    remember("guild", guild);
    await this.refresh();
  }

  #ordered() {
    const staff = world.guilds.get(world.readyMade.staff.guild);
    return people().sort((a, b) => Number(staff?.members.has(b.id) ?? false) - Number(staff?.members.has(a.id) ?? false));
  }

  #title(person) {
    const staff = world.guilds.get(world.readyMade.staff.guild);
    const member = staff?.members.get(person.id);
    const names = (member?.roles ?? []).map((id) => world.roles.get(id)?.name);
    const what = staff?.owner_id === person.id ? "admin" : names.length > 0 ? names[0].toLowerCase() : member ? "guest" : "member";
    return `${nameOf(person)} (${what})`;
  }

  async refresh() {
    if (!world.users.has(this.person)) {
      this.person = world.readyMade.people.sam ?? this.#ordered()[0]?.id;
    }
    if (!world.guilds.has(this.guild)) {
      this.guild = world.readyMade.staff.guild;
    }
    this.personSelect.replaceChildren(...this.#ordered().map((person) => el("option", { value: person.id, selected: person.id === this.person }, this.#title(person))));
    this.guildSelect.replaceChildren(...[...world.guilds.values()].map((guild) => el("option", { value: guild.id, selected: guild.id === this.guild }, guild.name)));
    if (!isMember(this.guild, this.person)) {
      this.#outside();
      return;
    }
    const { person, guild } = this;
    const view = await api.get(`/control/users/${person}/view`);
    if (this.person === person && this.guild === guild) {
      this.view = view.guilds.find((each) => each.id === guild) ?? null;
      this.auditLog.hidden = !has(this.view?.permissions, VIEW_AUDIT_LOG);
      this.#renderChannels();
      await this.#showChannel();
      this.conversation.refresh();
    }
  }

  #outside() {
    const name = nameOf(world.users.get(this.person));
    const guild = world.guilds.get(this.guild).name;
    this.view = null;
    this.auditLog.hidden = true;
    this.list.replaceChildren();
    this.head.replaceChildren(el("div", { class: "who" }, el("h3", {}, guild)));
    const join = () => attempt(() => api.put(`/control/guilds/${this.guild}/members/${this.person}`)).then(reload);
    this.conversation.explain(el("p", {}, `${name} is not a member of ${guild}.`), button(`Let ${name} join`, join));
  }

  #visible() {
    return (this.view?.channels ?? []).filter(isVisible);
  }

  #current() {
    const all = [...this.#visible(), ...(this.view?.threads ?? [])];
    const readable = all.filter((channel) => !SILENT.includes(channel.type));
    return readable.find((channel) => channel.id === this.chosen) ?? readable.find((channel) => channel.id === world.readyMade.staff.lounge) ?? readable[0] ?? null;
  }

  #renderChannels() {
    const byPosition = (a, b) => (a.position ?? 0) - (b.position ?? 0) || older(a.id, b.id);
    const all = this.#visible().sort(byPosition);
    const below = (parent) => all.filter((channel) => channel.type !== CATEGORY && (channel.parent_id ?? null) === parent);
    const known = new Set(all.filter((channel) => channel.type === CATEGORY).map((channel) => channel.id));
    const loose = all.filter((channel) => channel.type !== CATEGORY && !known.has(channel.parent_id));
    const group = (channels) => el("ul", {}, channels.map((channel) => this.#entry(channel)));
    const categories = all.filter((channel) => channel.type === CATEGORY).map((category) =>
      el("details", { open: remembered(`closed.${category.id}`) !== "yes", on: { toggle: (event) => remember(`closed.${category.id}`, event.currentTarget.open ? "" : "yes") } },
        el("summary", {}, category.name, el("span", { class: "hint" }, ` ${below(category.id).length}`)), group(below(category.id))));
    const focused = document.activeElement?.dataset?.channel;
    this.list.replaceChildren(group(loose), ...categories);
    if (focused) {
      this.list.querySelector(`[data-channel="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #entry(channel) {
    const threads = (this.view?.threads ?? []).filter((thread) => thread.parent_id === channel.id && !thread.thread_metadata?.archived);
    const current = this.#current()?.id === channel.id;
    const kind = channel.type >= 10 && channel.type <= 12 ? "thread" : channel.type === 2 || channel.type === 13 ? "voice" : "hash";
    const entry = el("button", { type: "button", class: "entry", "aria-current": current ? "true" : undefined, disabled: SILENT.includes(channel.type), data: { channel: channel.id }, on: { click: () => this.choose(channel.id) } },
      icon(kind), el("span", { class: "name" }, channel.name), this.unread.has(channel.id) && el("span", { class: "dot", role: "img", "aria-label": "unread" }));
    return el("li", {}, entry, threads.length > 0 && el("ul", { class: "threads" }, threads.map((thread) => this.#entry(thread))));
  }

  async choose(channel) {
    this.chosen = channel;
    this.unread.delete(channel);
    remember("channel", channel);
    this.#renderChannels();
    await this.#showChannel();
    this.conversation.composer.focus();
  }

  async #showChannel() {
    const channel = this.#current();
    if (!channel) {
      this.head.replaceChildren();
      this.conversation.explain(el("p", {}, "There is no channel here that this person can see."));
      return;
    }
    this.#renderHead(channel);
    await this.conversation.show(this.person, { ...channel, guild_id: this.guild });
  }

  #renderHead(channel) {
    const more = (event) => menu(event.currentTarget, [
      { label: "Rename…", icon: "pencil", act: () => this.#rename(channel) },
      { label: "Copy id", act: () => navigator.clipboard.writeText(channel.id) },
      { label: "Delete the channel", icon: "trash", danger: true, act: () => this.#delete(channel) },
    ]);
    const manages = has(channel.permissions, MANAGE_CHANNELS);
    this.head.replaceChildren(
      el("div", { class: "who" }, el("h3", {}, icon("hash"), channel.name), channel.topic && el("p", { class: "hint topic", title: channel.topic }, channel.topic)),
      el("div", { class: "deeds" }, iconButton("more", manages ? "Channel" : "Channel (by hand, without asking for permission)", more)));
  }

  #rename(channel) {
    ask({
      title: `Rename #${channel.name}`,
      fields: [{ name: "name", label: "Name", required: true, value: channel.name, max: 100 }, { name: "topic", label: "Topic", value: channel.topic ?? "", max: 1024 }],
      submit: ({ name, topic }) => api.patch(`/control/channels/${channel.id}`, { name, topic: topic ?? null }),
    });
  }

  #delete(channel) {
    ask({ title: `Delete #${channel.name}?`, text: "Its messages are lost.", action: "Delete", danger: true, submit: () => api.remove(`/control/channels/${channel.id}`) });
  }

  #newChannel() {
    const categories = this.#visible().filter((channel) => channel.type === CATEGORY).map((channel) => ({ value: channel.id, label: channel.name }));
    ask({
      title: "New channel",
      action: "Create",
      fields: [
        { name: "name", label: "Name", required: true, max: 100 },
        { name: "type", label: "Kind", type: "select", required: true, value: ["0"], options: [["0", "Text"], ["4", "Category"], ["5", "Announcements"], ["15", "Forum"], ["2", "Voice"]].map(([value, label]) => ({ value, label })) },
        { name: "parent", label: "Category", type: "select", options: categories },
      ],
      submit: ({ name, type, parent }) => api.post(`/control/guilds/${this.guild}/channels`, { name, type: Number(type), ...(parent && type !== "4" ? { parent_id: parent } : {}) }),
    });
  }

  #hear(type, data) {
    if (type === "MESSAGE_CREATE" && data.guild_id === this.guild && data.channel_id !== this.conversation.channel?.id && data.author.id !== this.person) {
      this.unread.add(data.channel_id);
      if (this.view) {
        this.#renderChannels();
      }
    }
  }
}
