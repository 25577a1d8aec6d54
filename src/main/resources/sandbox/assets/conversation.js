// One channel as one person sees it: its messages, live, and what can be done with them.

import { api, onEvent } from "./api.js";
import { Composer } from "./composer.js";
import { attempt, ask, menu, toast } from "./dialogs.js";
import { add, button, el, older } from "./dom.js";
import { follow } from "./interactions.js";
import { followsOn, isEphemeral, messageNode, profile, sameDay } from "./message.js";
import { has, isMember, nameOf, world } from "./world.js";

const PAGE = 50;
const TYPING_LASTS = 8000;
const MANAGE_MESSAGES = 1n << 13n;
const EMOJI = ["👍", "👎", "❤️", "😂", "😮", "😢", "🎉", "🙏", "👀", "🔥", "✅", "❌", "🤔", "👋", "💯", "🚀"];

export class Conversation {
  /**
   * `open` gives the channel's id where there is none yet (a DM is opened by its first use); `keepDeleted` leaves a mark where a message was.
   */
  constructor({ label, keepDeleted = false, open }) {
    this.keepDeleted = keepDeleted;
    this.openChannel = open;
    this.person = null;
    this.channel = null;
    this.messages = new Map();
    this.nodes = new Map();
    this.typing = new Map();
    this.editing = null;
    this.commandList = null;
    this.pending = 0;
    this.list = el("ol", { class: "messages", "aria-label": label, "aria-live": "polite", tabindex: "0" });
    this.status = el("p", { class: "status" });
    this.composer = new Composer(this);
    this.node = el("div", { class: "conversation" }, this.list, this.status, this.composer.node);
    this.list.addEventListener("load", () => this.#stick(), true);
    this.list.addEventListener("scroll", () => {
      this.atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60;
    });
    onEvent((type, data) => this.#hear(type, data));
  }

  get guild() {
    return this.channel?.guild_id;
  }

  get path() {
    return `/control/users/${this.person}/channels/${this.channel?.id}`;
  }

  /** Shows a channel to a person; without a channel, one that the first message opens. */
  async show(person, channel) {
    const same = this.person === person && this.channel?.id === channel?.id;
    this.person = person;
    this.channel = channel;
    if (same) {
      this.composer.refresh();
      return;
    }
    this.messages.clear();
    this.nodes.clear();
    this.typing.clear();
    this.editing = null;
    this.commandList = null;
    this.complete = true;
    this.composer.reset();
    this.atEnd = true;
    this.#render();
    await this.#load();
  }

  async #load() {
    const { path, person, channel } = this;
    if (!channel || !person) {
      return;
    }
    try {
      const found = await api.get(`${path}/messages?limit=${PAGE}`);
      if (this.path !== path) {
        return;
      }
      const known = new Set(found.map((message) => message.id));
      const oldest = found.at(-1)?.id;
      for (const message of this.messages.values()) {
        const gone = !known.has(message.id) && !message.deleted && (!oldest || older(message.id, oldest) > 0);
        if (gone && this.loadedBefore) {
          this.#gone(message.id);
        }
      }
      found.forEach((message) => this.#take(message));
      this.loadedBefore = true;
      this.complete = found.length < PAGE;
      this.#render();
    } catch (error) {
      if (this.path === path) {
        toast(error.message, "error");
      }
    }
  }

  async #earlier() {
    const first = [...this.messages.keys()].sort(older)[0];
    const before = this.list.scrollHeight;
    await attempt(async () => {
      const found = await api.get(`${this.path}/messages?limit=${PAGE}&before=${first}`);
      found.forEach((message) => this.#take(message));
      this.complete = found.length < PAGE;
      this.atEnd = false;
      this.#render();
      this.list.scrollTop = this.list.scrollHeight - before;
    });
  }

  #take(message) {
    this.messages.set(message.id, message);
    this.nodes.delete(message.id);
  }

  #gone(id) {
    const message = this.messages.get(id);
    if (!message) {
      return;
    }
    if (this.keepDeleted && !isEphemeral(message)) {
      this.#take({ ...message, deleted: true });
    } else {
      this.messages.delete(id);
      this.nodes.delete(id);
    }
    if (this.editing === id) {
      this.editing = null;
    }
    this.composer.forget(id);
  }

  #hear(type, data) {
    if (type === "RESET") {
      this.commandList = null;
      this.#load();
    }
    if (type === "COMMANDS_CHANGED") {
      this.commandList = null;
      this.composer.commandsChanged();
    }
    if (!this.channel || data.channel_id !== this.channel.id) {
      return;
    }
    switch (type) {
      case "MESSAGE_CREATE":
        this.typing.delete(data.author.id);
        this.#take(data);
        return this.#render();
      case "EPHEMERAL_MESSAGE_CREATE":
      case "EPHEMERAL_MESSAGE_UPDATE":
        if (data.viewer_id === this.person) {
          this.#take(data);
          this.#render();
        }
        return undefined;
      case "MESSAGE_UPDATE":
        return this.#renew(data.id);
      case "MESSAGE_DELETE":
      case "EPHEMERAL_MESSAGE_DELETE":
        this.#gone(data.id);
        return this.#render();
      case "MESSAGE_DELETE_BULK":
        data.ids.forEach((id) => this.#gone(id));
        return this.#render();
      case "TYPING_START":
        return this.#typed(data.user_id);
      default:
        return data.message_id ? this.#renew(data.message_id) : undefined;
    }
  }

  // Whose reactions and votes are shown depends on who looks, so a changed message is asked for anew.
  async #renew(id) {
    const path = this.path;
    if (!this.messages.has(id)) {
      return;
    }
    try {
      const message = await api.get(`${path}/messages/${id}`);
      if (this.path === path && this.messages.get(id)?.deleted !== true) {
        this.#take(message);
        this.#render();
      }
    } catch (error) {
      if (error.status !== 404) {
        toast(error.message, "error");
      }
    }
  }

  #typed(user) {
    if (user === this.person) {
      return;
    }
    clearTimeout(this.typing.get(user));
    const stop = () => {
      this.typing.delete(user);
      this.#renderStatus();
    };
    this.typing.set(user, setTimeout(stop, TYPING_LASTS));
    this.#renderStatus();
  }

  #renderStatus() {
    const names = [...this.typing.keys()].map((id) => nameOf(world.users.get(id) ?? { id }, this.guild));
    const typing = names.length === 0 ? "" : `${names.join(", ")} ${names.length === 1 ? "is" : "are"} typing…`;
    this.status.textContent = this.pending > 0 ? "Waiting for the application…" : typing;
  }

  #context() {
    const channelPermissions = this.channel?.permissions;
    return {
      viewer: this.person,
      guild: this.guild,
      roles: world.guilds.get(this.guild)?.members.get(this.person)?.roles ?? [],
      editing: this.editing,
      replyingTo: this.composer.replyingTo?.id,
      mayDelete: Boolean(this.guild) && has(channelPermissions, MANAGE_MESSAGES),
      reply: (message) => this.reply(message),
      edit: (message) => this.edit(message),
      saveEdit: (message, content) => this.#saveEdit(message, content),
      remove: (message) => this.#remove(message),
      react: (message, emoji, put) => this.#react(message, emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name, put),
      pickReaction: (anchor, message) => this.#pickReaction(anchor, message),
      vote: (message, answer) => attempt(() => api.put(`${this.path}/messages/${message.id}/votes/${answer}`)),
      use: (message, customId, values) => this.#use(message, customId, values),
      more: (anchor, message) => this.#more(anchor, message),
      menuAt: (event, message) => this.#menuAt(event, message),
      person: (anchor, user) => this.#person(anchor, user),
      jump: (id) => this.#jump(id),
    };
  }

  #render() {
    const context = this.#context();
    const ordered = [...this.messages.values()].sort((a, b) => older(a.id, b.id));
    const rows = [];
    if (!this.complete) {
      rows.push(el("li", { class: "earlier" }, button("Show earlier messages", () => this.#earlier())));
    }
    ordered.forEach((message, index) => {
      const before = ordered[index - 1];
      if (!before || !sameDay(before, message)) {
        rows.push(el("li", { class: "day" }, new Date(message.timestamp).toLocaleDateString(undefined, { dateStyle: "long" })));
      }
      rows.push(this.#row(message, followsOn(message, before), context));
    });
    if (ordered.length === 0) {
      rows.push(el("li", { class: "empty" }, this.channel || this.openChannel ? "No messages yet." : "Nothing to show."));
    }
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    this.#place(rows);
    if (focused && focused.isConnected && document.activeElement !== focused) {
      focused.focus({ preventScroll: true });
    }
    this.#renderStatus();
    this.#stick();
  }

  // Rows that stay are left where they are, so that focus, selections and open menus survive.
  #place(rows) {
    const wanted = new Set(rows);
    [...this.list.children].filter((row) => !wanted.has(row)).forEach((row) => row.remove());
    rows.forEach((row, index) => {
      if (this.list.children[index] !== row) {
        this.list.insertBefore(row, this.list.children[index] ?? null);
      }
    });
  }

  #row(message, follows, context) {
    const state = `${follows}|${this.editing === message.id}|${context.replyingTo === message.id}`;
    const known = this.nodes.get(message.id);
    if (known?.state === state) {
      return known.node;
    }
    const node = messageNode(message, context, follows);
    this.nodes.set(message.id, { state, node });
    return node;
  }

  #stick() {
    if (this.atEnd) {
      this.list.scrollTop = this.list.scrollHeight;
    }
  }

  /** Shows everything anew: names, roles or permissions changed. */
  refresh() {
    for (const id of [...this.nodes.keys()]) {
      if (id !== this.editing) {
        this.nodes.delete(id);
      }
    }
    this.#render();
  }

  reply(message) {
    this.composer.reply(message);
    this.#render();
  }

  edit(message) {
    this.editing = message?.id ?? null;
    this.#render();
    if (message) {
      const area = this.nodes.get(message.id).node.querySelector("textarea");
      area?.focus();
      area?.setSelectionRange(area.value.length, area.value.length);
    } else {
      this.composer.focus();
    }
  }

  /** Begins to edit the person's last message. */
  editLast() {
    const own = [...this.messages.values()].filter((message) => message.author.id === this.person && !message.deleted && !isEphemeral(message));
    const last = own.sort((a, b) => older(b.id, a.id))[0];
    if (last) {
      this.edit(last);
    }
  }

  rerender() {
    this.#render();
  }

  async #saveEdit(message, content) {
    if (content.trim() === "" && message.attachments.length === 0) {
      this.#remove(message);
      return;
    }
    if (await attempt(() => api.patch(`${this.path}/messages/${message.id}`, { content }))) {
      this.edit(null);
    }
  }

  async #remove(message) {
    await attempt(() => api.remove(`${this.path}/messages/${message.id}`));
  }

  #react(message, emoji, put) {
    const path = `${this.path}/messages/${message.id}/reactions/${encodeURIComponent(emoji)}`;
    return attempt(() => (put ? api.put(path) : api.remove(path)));
  }

  #pickReaction(anchor, message) {
    let close = () => {};
    const pick = (emoji) => {
      close();
      this.#react(message, emoji, true);
    };
    const other = el("input", { type: "text", placeholder: "another", "aria-label": "Another emoji", maxlength: 60 });
    other.addEventListener("keydown", (event) => event.key === "Enter" && other.value.trim() && pick(other.value.trim()));
    const buttons = EMOJI.map((emoji) => el("button", { type: "button", class: "emoji", on: { click: () => pick(emoji) } }, emoji));
    close = menu(anchor, [...buttons, other], { grid: true });
  }

  async #use(message, customId, values) {
    await this.waiting(async () => {
      const started = await api.post(`${this.path}/messages/${message.id}/components`, { custom_id: customId, values });
      await follow(this.person, started);
    });
  }

  /** Shows that an application is being waited for. */
  async waiting(deed) {
    this.pending += 1;
    this.#renderStatus();
    const done = await attempt(deed);
    this.pending -= 1;
    this.#renderStatus();
    return done;
  }

  /** The commands that the person finds here. */
  async commands() {
    if (!this.commandList && this.channel) {
      const path = this.path;
      const found = await api.get(`${path}/commands`);
      if (this.path !== path) {
        return found;
      }
      this.commandList = found;
    }
    return this.commandList ?? [];
  }

  async #menuCommands(type, target) {
    const found = (await this.commands().catch(() => [])).filter((command) => command.type === type);
    return found.map((command) => ({ label: command.name, icon: "bolt", act: () => this.run({ name: command.name, type, target_id: target }) }));
  }

  /** Runs a command and follows it. */
  run(form, body = form) {
    return this.waiting(async () => {
      await this.ensureChannel();
      follow(this.person, await api.post(`${this.path}/commands`, body));
    });
  }

  async ensureChannel() {
    if (!this.channel && this.openChannel) {
      this.channel = await this.openChannel(this.person);
    }
  }

  async #more(anchor, message, at) {
    const own = message.author.id === this.person;
    const apps = await this.#menuCommands(3, message.id);
    menu(anchor, [
      ...apps,
      { label: "Reply", icon: "reply", act: () => this.reply(message) },
      own && { label: "Edit", icon: "pencil", act: () => this.edit(message) },
      { label: "Forward…", icon: "forward", act: () => this.#forward(message) },
      own && /https?:\/\//.test(message.content) && { label: "Add a link preview", act: () => this.#preview(message) },
      { label: "Copy text", act: () => navigator.clipboard.writeText(message.content) },
      { label: "Copy id", act: () => navigator.clipboard.writeText(message.id) },
      (own || this.#context().mayDelete) && { label: "Delete", icon: "trash", danger: true, act: () => this.#remove(message) },
    ], { at });
  }

  #menuAt(event, message) {
    const native = event.target.closest("a, img, textarea, input") || getSelection().toString() !== "";
    if (native || message.deleted || isEphemeral(message)) {
      return;
    }
    event.preventDefault();
    this.#more(event.currentTarget, message, new DOMRect(event.clientX, event.clientY, 0, 0));
  }

  async #person(anchor, user) {
    const apps = this.guild && isMember(this.guild, user.id) ? await this.#menuCommands(2, user.id) : [];
    menu(anchor, [profile(user, this.guild), ...apps, { label: "Copy id", act: () => navigator.clipboard.writeText(user.id) }]);
  }

  #jump(id) {
    const node = this.nodes.get(id)?.node;
    if (!node) {
      toast("That message is further up.");
      return;
    }
    node.scrollIntoView({ block: "center" });
    node.focus();
    node.classList.add("found");
    setTimeout(() => node.classList.remove("found"), 1500);
  }

  async #forward(message) {
    const view = await api.get(`/control/users/${this.person}/view`);
    const dms = view.dms.map((dm) => ({ value: dm.id, label: `DM with ${nameOf(dm.recipients[0])}` }));
    const channels = view.guilds.flatMap((guild) => guild.channels.filter((channel) => ![2, 4, 13, 15, 16].includes(channel.type)).map((channel) => ({ value: channel.id, label: `${guild.name} #${channel.name}` })));
    ask({
      title: "Forward the message",
      action: "Forward",
      fields: [{ name: "to", label: "To", type: "select", required: true, options: [...dms, ...channels], value: [this.channel.id] }],
      submit: ({ to }) => api.post(`/control/users/${this.person}/channels/${to}/messages`, { message_reference: { type: 1, message_id: message.id, channel_id: this.channel.id } }),
    });
  }

  #preview(message) {
    const url = /https?:\/\/[^\s<>]+/.exec(message.content)[0];
    const embed = { type: "link", url, title: new URL(url).hostname, description: "What the client adds when a link is posted." };
    return attempt(() => api.patch(`${this.path}/messages/${message.id}`, { extra: { embeds: [embed] } }));
  }

  /** Puts something in place of the conversation's messages and composer, such as why there are none. */
  explain(...content) {
    this.person = null;
    this.channel = null;
    this.messages.clear();
    this.nodes.clear();
    this.list.replaceChildren(add(el("li", { class: "empty" }), ...content));
    this.status.textContent = "";
    this.composer.node.hidden = true;
  }
}
