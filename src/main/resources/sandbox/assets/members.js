// The left side: members, and each one's DM with the bot.

import { api, onEvent } from "./api.js";
import { Conversation } from "./conversation.js";
import { ask, attempt } from "./dialogs.js";
import { button, el, iconButton } from "./dom.js";
import { remember, remembered } from "./memory.js";
import { avatarOf, isBanned, isMember, nameOf, people, reload, world } from "./world.js";

export class Members {
  constructor(place) {
    this.chosen = remembered("member");
    this.unread = new Set();
    this.owners = new Map();
    this.list = el("ul", { class: "people", "aria-label": "Members" });
    this.head = el("div", { class: "head" });
    this.conversation = new Conversation({ label: "Direct messages with the bot", keepDeleted: true, open: (person) => this.#open(person) });
    const bar = el("div", { class: "bar" }, el("h2", {}, "Members"), iconButton("plus", "New member", () => this.#newMember()));
    place.append(el("nav", { class: "picker", "aria-label": "Members" }, bar, this.list), el("div", { class: "pane" }, this.head, this.conversation.node));
    onEvent((type, data) => this.#hear(type, data));
  }

  #ordered() {
    const staff = world.guilds.get(world.readyMade.staff.guild);
    return people().sort((a, b) => Number(staff?.members.has(a.id) ?? false) - Number(staff?.members.has(b.id) ?? false));
  }

  async refresh() {
    const all = this.#ordered();
    if (!all.some((person) => person.id === this.chosen)) {
      this.chosen = all[0]?.id ?? null;
    }
    this.#renderList(all);
    this.#renderHead();
    await this.#showDm();
    this.conversation.refresh();
  }

  #renderList(all) {
    const community = world.readyMade.community_guild;
    this.list.replaceChildren(...all.map((person) => {
      const state = isBanned(community, person.id) ? "banned" : isMember(community, person.id) ? "" : "left";
      const choose = () => this.choose(person.id);
      return el("li", {}, el("button", { type: "button", class: "entry", "aria-current": person.id === this.chosen ? "true" : undefined, data: { person: person.username }, on: { click: choose } },
        el("img", { class: "avatar", src: avatarOf(person), alt: "", width: 28, height: 28 }),
        el("span", { class: state ? "name absent" : "name" }, nameOf(person)),
        state && el("span", { class: "badge quiet" }, state),
        this.unread.has(person.id) && el("span", { class: "dot", role: "img", "aria-label": "unread" })));
    }));
  }

  async choose(person) {
    this.chosen = person;
    this.unread.delete(person);
    remember("member", person);
    this.#renderList(this.#ordered());
    this.#renderHead();
    await this.#showDm();
    this.conversation.composer.focus();
  }

  async #showDm() {
    const person = this.chosen;
    if (!person) {
      return;
    }
    const view = await api.get(`/control/users/${person}/view`);
    const dm = view.dms.find((each) => each.recipients[0].id === world.readyMade.bot) ?? view.dms[0];
    if (dm) {
      this.owners.set(dm.id, person);
    }
    if (this.chosen === person) {
      await this.conversation.show(person, dm ?? null);
    }
  }

  #open(person) {
    return api.post(`/control/users/${person}/dm`);
  }

  #renderHead() {
    const person = world.users.get(this.chosen);
    if (!person) {
      this.head.replaceChildren();
      return;
    }
    const community = world.readyMade.community_guild;
    const name = nameOf(person);
    const here = isMember(community, person.id);
    const banned = isBanned(community, person.id);
    const member = `/control/guilds/${community}/members/${person.id}`;
    const change = (deed) => attempt(deed).then(reload);
    const presence = banned
      ? button("Unban", () => change(() => api.remove(`/control/guilds/${community}/bans/${person.id}`)))
      : here
        ? button("Leave", () => change(() => api.remove(member)), { title: `${name} leaves the community` })
        : button("Join", () => change(() => api.put(member)), { title: `${name} joins the community` });
    this.head.replaceChildren(
      el("div", { class: "who" }, el("h3", {}, name), el("p", { class: "hint" }, `@${person.username}${banned ? ", banned" : here ? "" : ", left"}`)),
      el("div", { class: "deeds" }, presence, !banned && button("Ban", () => this.#ban(person), { class: "plain danger-text" }),
        button(person.dms_open ? "Close DMs" : "Open DMs", () => change(() => api.patch(`/control/users/${person.id}`, { dms_open: !person.dms_open })), { "aria-pressed": String(!person.dms_open) })));
  }

  #ban(person) {
    ask({
      title: `Ban ${nameOf(person)} from the community`,
      action: "Ban",
      danger: true,
      fields: [{ name: "reason", label: "Reason" }],
      submit: async ({ reason }) => {
        await api.put(`/control/guilds/${world.readyMade.community_guild}/bans/${person.id}`, { reason: reason ?? "" });
        await reload();
      },
    });
  }

  #newMember() {
    ask({
      title: "New member",
      action: "Create",
      fields: [
        { name: "username", label: "User name", required: true, placeholder: "erin", hint: "2 to 32 of a-z, 0-9, _ and ." },
        { name: "display", label: "Display name", placeholder: "Erin" },
        { name: "age", label: "Age of the account in days", type: "number", least: 0, value: 30 },
        { name: "joins", label: "Joins the community", type: "checkbox", value: true },
      ],
      submit: async ({ username, display, age, joins }) => {
        const form = { username, global_name: display ?? username, account_age_days: age ?? 0, guilds: joins ? [world.readyMade.community_guild] : [] };
        const person = await api.post("/control/users", form);
        this.chosen = person.id;
        remember("member", person.id);
        await reload();
      },
    });
  }

  async #hear(type, data) {
    if (type !== "MESSAGE_CREATE" || data.channel_type !== 1 || data.channel_id === this.conversation.channel?.id || !data.author.bot) {
      return;
    }
    const owner = this.owners.get(data.channel_id) ?? (await api.get(`/control/channels/${data.channel_id}`)).recipients[0].id;
    this.owners.set(data.channel_id, owner);
    if (owner !== this.chosen) {
      this.unread.add(owner);
      this.#renderList(this.#ordered());
    }
  }
}
