// Where a person writes: text, files, a reply, a sticker, a poll, a voice message, or a command.

import { api, withFiles } from "./api.js";
import { CommandForm, commandChoices, matching } from "./commands.js";
import { attempt, ask, menu } from "./dialogs.js";
import { el, freshId, iconButton } from "./dom.js";
import { nameOf, world } from "./world.js";

const TYPING_EVERY = 6000;
const STICKERS = [["749054660769218631", "Wave"], ["749052944682582036", "Sad"], ["749051158542417980", "Cute"]];

export class Composer {
  constructor(conversation) {
    this.conversation = conversation;
    this.replyingTo = null;
    this.files = [];
    this.chosen = 0;
    this.matches = [];
    this.lastTyped = 0;
    this.dismissed = false;
    const listId = freshId("commands");
    this.input = el("textarea", { rows: 1, "aria-label": "Message", placeholder: "Message", role: "combobox", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list" });
    this.fileInput = el("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files to attach" });
    this.banner = el("div", { class: "banner", hidden: true });
    this.fileList = el("ul", { class: "files", hidden: true });
    this.commandList = el("ul", { class: "commands", id: listId, role: "listbox", "aria-label": "Commands", hidden: true });
    this.formPlace = el("div", {});
    const attach = iconButton("clip", "Attach files", () => this.fileInput.click());
    const more = iconButton("plus", "Sticker, poll or voice message", (event) => this.#more(event.currentTarget));
    this.line = el("div", { class: "line" }, more, this.input, attach, iconButton("send", "Send", () => this.#send(), { class: "icon-button send" }));
    this.node = el("div", { class: "composer" }, this.commandList, this.banner, this.fileList, this.formPlace, this.line, this.fileInput);
    this.#listen();
  }

  #listen() {
    this.input.addEventListener("input", () => {
      this.dismissed = false;
      this.#grow();
      this.#suggest();
      this.#type();
    });
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("paste", (event) => this.attach([...event.clipboardData.files], event));
    this.fileInput.addEventListener("change", () => {
      this.attach([...this.fileInput.files]);
      this.fileInput.value = "";
    });
    this.node.addEventListener("dragover", (event) => event.preventDefault());
    this.node.addEventListener("drop", (event) => this.attach([...event.dataTransfer.files], event));
  }

  #grow() {
    this.input.style.height = "auto";
    if (this.input.value !== "") {
      this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 200)}px`;
    }
  }

  attach(files, event) {
    if (files.length > 0) {
      event?.preventDefault();
      this.files.push(...files);
      this.#showFiles();
      this.focus();
    }
  }

  #showFiles() {
    this.fileList.hidden = this.files.length === 0;
    this.fileList.replaceChildren(...this.files.map((file, index) => {
      const drop = () => {
        this.files.splice(index, 1);
        this.#showFiles();
      };
      return el("li", {}, file.name, iconButton("close", `Remove ${file.name}`, drop));
    }));
  }

  focus() {
    this.input.focus();
  }

  reset() {
    this.node.hidden = false;
    this.replyingTo = null;
    this.files = [];
    this.input.value = "";
    this.#grow();
    this.#showFiles();
    this.#showBanner();
    this.#suggest();
    this.closeForm(false);
    this.refresh();
  }

  refresh() {
    const { channel, conversation } = { channel: this.conversation.channel, conversation: this.conversation };
    const place = conversation.guild ? `#${channel.name}` : "the bot";
    this.input.placeholder = `Message ${place}`;
    this.input.setAttribute("aria-label", `Message ${place}`);
  }

  reply(message) {
    this.replyingTo = message;
    this.#showBanner();
    this.focus();
  }

  forget(id) {
    if (this.replyingTo?.id === id) {
      this.reply(null);
    }
  }

  #showBanner() {
    this.banner.hidden = !this.replyingTo;
    this.banner.replaceChildren();
    if (this.replyingTo) {
      const stop = () => {
        this.replyingTo = null;
        this.#showBanner();
        this.conversation.rerender();
      };
      this.banner.append("Replying to ", el("strong", {}, nameOf(this.replyingTo.author, this.conversation.guild)), iconButton("close", "Do not reply", stop));
    }
  }

  #type() {
    const now = Date.now();
    if (this.input.value !== "" && !this.input.value.startsWith("/") && now - this.lastTyped > TYPING_EVERY && this.conversation.channel) {
      this.lastTyped = now;
      api.post(`${this.conversation.path}/typing`).catch(() => {});
    }
  }

  #key(event) {
    if (event.isComposing) {
      return;
    }
    if (this.matches.length > 0 && this.#keyInList(event)) {
      return;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "ArrowUp" && this.input.value === "") {
      event.preventDefault();
      this.conversation.editLast();
    } else if (event.key === "Escape" && this.replyingTo) {
      this.reply(null);
      this.conversation.rerender();
    }
  }

  #keyInList(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.chosen = (this.chosen + step + this.matches.length) % this.matches.length;
      this.#showCommands();
    } else if (event.key === "Enter" || event.key === "Tab") {
      this.#choose(this.matches[this.chosen]);
    } else if (event.key === "Escape") {
      this.dismissed = true;
      this.matches = [];
      this.#showCommands();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  async #suggest() {
    const text = this.input.value;
    if (!text.startsWith("/")) {
      this.matches = [];
      this.#showCommands();
      return;
    }
    const commands = await this.conversation.commands().catch(() => []);
    if (this.input.value === text) {
      this.matches = matching(commandChoices(commands), text);
      this.chosen = 0;
      this.#showCommands();
    }
  }

  /** The bot registered other commands. */
  commandsChanged() {
    if (this.input.value.startsWith("/")) {
      this.#suggest();
    }
  }

  #showCommands() {
    this.commandList.hidden = this.matches.length === 0;
    this.input.setAttribute("aria-expanded", String(this.matches.length > 0));
    this.commandList.replaceChildren(...this.matches.map((choice, index) => {
      const chosen = index === this.chosen;
      const id = `${this.commandList.id}-${index}`;
      if (chosen) {
        this.input.setAttribute("aria-activedescendant", id);
      }
      const names = choice.options.map((option) => el("span", { class: "option-name" }, option.name, !option.required && "?"));
      return el("li", { id, role: "option", "aria-selected": String(chosen), on: { mousedown: (event) => { event.preventDefault(); this.#choose(choice); } } },
        el("strong", {}, `/${choice.path.join(" ")}`), names, el("span", { class: "hint" }, choice.description));
    }));
    this.commandList.children[this.chosen]?.scrollIntoView({ block: "nearest" });
  }

  #choose(choice) {
    const rest = this.input.value.slice(choice.path.join(" ").length + 1).trim();
    this.input.value = "";
    this.matches = [];
    this.#showCommands();
    this.#grow();
    this.form = new CommandForm(this.conversation, choice, rest, () => this.closeForm(true));
    this.formPlace.replaceChildren(this.form.node);
    this.line.hidden = true;
    this.form.focus();
  }

  closeForm(focus) {
    this.form = null;
    this.formPlace.replaceChildren();
    this.line.hidden = false;
    if (focus) {
      this.focus();
    }
  }

  async #send() {
    const content = this.input.value;
    if (content.trim() === "" && this.files.length === 0) {
      return;
    }
    if (content.startsWith("/") && !this.dismissed) {
      // The list may not have come yet when somebody types fast.
      await this.#suggest();
      if (this.matches.length > 0) {
        this.#choose(this.matches[this.chosen]);
        return;
      }
    }
    const form = { content };
    if (this.replyingTo) {
      form.message_reference = { message_id: this.replyingTo.id };
    }
    if (await this.#post(form, this.files)) {
      if (this.input.value === content) {
        this.input.value = "";
      }
      this.files = [];
      this.replyingTo = null;
      this.lastTyped = 0;
      this.#showFiles();
      this.#showBanner();
      this.#grow();
      this.conversation.atEnd = true;
      this.conversation.rerender();
    }
  }

  #post(form, files = []) {
    return attempt(() => this.#deliver(form, files));
  }

  async #deliver(form, files = []) {
    await this.conversation.ensureChannel();
    await api.post(`${this.conversation.path}/messages`, withFiles(form, files));
  }

  #more(anchor) {
    const own = [...world.guilds.values()].flatMap((guild) => guild.stickers.map((sticker) => [sticker.id, sticker.name]));
    menu(anchor, [
      ...[...STICKERS, ...own].map(([id, name]) => ({ label: `Sticker: ${name}`, icon: "smile", act: () => this.#post({ sticker_ids: [id] }) })),
      { label: "Poll…", icon: "hash", act: () => this.#poll() },
      { label: "Voice message", icon: "voice", act: () => this.#voice() },
    ]);
  }

  #poll() {
    ask({
      title: "A poll",
      action: "Post",
      fields: [
        { name: "question", label: "Question", required: true, max: 300 },
        { name: "answers", label: "Answers, one a line", type: "textarea", required: true },
        { name: "several", label: "Several answers may be chosen", type: "checkbox" },
      ],
      submit: ({ question, answers, several }) => this.#deliver({
        poll: { question: { text: question }, answers: answers.split("\n").filter((line) => line.trim()).map((text) => ({ poll_media: { text: text.trim() } })), duration: 24, allow_multiselect: several },
      }),
    });
  }

  #voice() {
    const file = new File([tone()], "voice-message.wav", { type: "audio/wav" });
    this.#post({ flags: 8192, attachments: [{ id: "0", filename: file.name, duration_secs: 1, waveform: btoa("\x10\x40\x80\xc0\xff\xc0\x80\x40\x10") }] }, [file]);
  }
}

/** One second of a quiet tone, 8 kHz, 8 bit. */
function tone() {
  const rate = 8000;
  const bytes = new Uint8Array(44 + rate);
  const view = new DataView(bytes.buffer);
  const text = (at, letters) => [...letters].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + rate, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  text(36, "data");
  view.setUint32(40, rate, true);
  for (let i = 0; i < rate; i++) {
    bytes[44 + i] = 128 + Math.round(30 * Math.sin((i / rate) * 2 * Math.PI * 440));
  }
  return bytes;
}
