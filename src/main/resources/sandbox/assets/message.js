// One message as a person's client shows it.

import { button, el, icon, iconButton, madeAt } from "./dom.js";
import { components } from "./components.js";
import { inline, markdown } from "./markdown.js";
import { avatarOf, nameOf, world } from "./world.js";

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const FORWARDED = 1;
const SYSTEM = { 3: "started a call", 6: "pinned a message to this channel.", 7: "joined the server.", 18: "started a thread.", 21: "opened this thread." };
const PICTURE = /^image\/(png|jpe?g|gif|webp|svg\+xml|avif|bmp)/;

export function isEphemeral(message) {
  return (message.flags & EPHEMERAL) !== 0;
}

/** The time of day, with the date where it was not today. */
function time(stamp) {
  const at = new Date(stamp);
  const today = at.toDateString() === new Date().toDateString();
  const text = at.toLocaleString(undefined, today ? { timeStyle: "short" } : { dateStyle: "short", timeStyle: "short" });
  return el("time", { datetime: at.toISOString(), title: at.toLocaleString() }, text);
}

/** Files of the sandbox are asked of the address that the page came from. */
export function local(address) {
  if (!address) {
    return "";
  }
  try {
    const url = new URL(address, location.href);
    const ours = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname) && url.port === location.port;
    return ours ? url.pathname + url.search : /^https?:$/.test(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1048576).toFixed(1)} MiB`;
}

function attachment(file) {
  const address = local(file.url);
  const kind = file.content_type ?? "";
  const open = { href: address, target: "_blank", rel: "noopener noreferrer" };
  const caption = el("a", { ...open, class: "file" }, icon("file"), el("span", { class: "file-name" }, file.filename), el("span", { class: "hint" }, size(file.size)));
  if (PICTURE.test(kind)) {
    const spoils = file.filename.startsWith("SPOILER_");
    return el("figure", { class: spoils ? "picture veiled" : "picture", on: spoils ? { click: (e) => { e.currentTarget.classList.contains("veiled") && e.preventDefault(); e.currentTarget.classList.remove("veiled"); } } : {} },
      el("a", open, el("img", { src: address, alt: file.description ?? file.filename, loading: "lazy" })));
  }
  if (kind.startsWith("audio/")) {
    return el("figure", { class: "sound" }, el("audio", { src: address, controls: true, preload: "none" }), caption);
  }
  if (kind.startsWith("video/")) {
    return el("figure", { class: "picture" }, el("video", { src: address, controls: true, preload: "none" }), caption);
  }
  return caption;
}

function embed(given, context) {
  const colour = given.color === undefined || given.color === null ? "" : `#${given.color.toString(16).padStart(6, "0")}`;
  const linked = (url, content) => (local(url) ? el("a", { href: local(url), target: "_blank", rel: "noopener noreferrer nofollow" }, content) : content);
  const image = (part, name) => part?.url && el("img", { class: `embed-${name}`, src: local(part.url), alt: "", loading: "lazy" });
  const node = el(
    "article",
    { class: "embed" },
    image(given.thumbnail, "thumbnail"),
    given.provider?.name && el("p", { class: "hint" }, given.provider.name),
    given.author && el("p", { class: "embed-author" }, given.author.icon_url && el("img", { src: local(given.author.icon_url), alt: "", width: 20, height: 20 }), linked(given.author.url, given.author.name)),
    given.title && el("h4", { class: "embed-title" }, linked(given.url, inline(given.title, context))),
    given.description && el("div", { class: "text" }, markdown(given.description, context)),
    given.fields?.length > 0 && el("dl", { class: "embed-fields" }, given.fields.map((field) =>
      el("div", { class: field.inline ? "inline" : "" }, el("dt", {}, inline(field.name, context)), el("dd", { class: "text" }, markdown(field.value, context))))),
    image(given.image, "image"),
    (given.footer || given.timestamp) && el("p", { class: "embed-footer" }, [given.footer?.text, given.timestamp && new Date(given.timestamp).toLocaleString()].filter(Boolean).join(" • ")),
  );
  if (colour) {
    node.style.borderInlineStartColor = colour;
  }
  return node;
}

function poll(message, context) {
  const counts = new Map((message.poll.results?.answer_counts ?? []).map((count) => [count.id, count]));
  const total = [...counts.values()].reduce((sum, count) => sum + count.count, 0);
  const over = message.poll.results?.is_finalized;
  const answers = message.poll.answers.map((answer) => {
    const count = counts.get(answer.answer_id) ?? { count: 0, me_voted: false };
    const share = el("progress", { max: Math.max(total, 1), value: count.count, "aria-hidden": "true" });
    return el("button", { type: "button", class: count.me_voted ? "answer mine" : "answer", disabled: over || count.me_voted, on: { click: () => context.vote(message, answer.answer_id) } },
      el("span", {}, answer.poll_media.emoji?.name, " ", answer.poll_media.text), el("span", { class: "hint" }, count.count, count.me_voted && " ✓"), share);
  });
  const state = over ? "closed" : `until ${new Date(message.poll.expiry).toLocaleString()}`;
  return el("div", { class: "poll" }, el("strong", {}, message.poll.question.text), answers, el("p", { class: "hint" }, `${total} ${total === 1 ? "vote" : "votes"}, ${state}`));
}

function reactions(message, context) {
  return el("div", { class: "reactions" }, (message.reactions ?? []).map((reaction) => {
    const name = reaction.emoji.id ? `:${reaction.emoji.name}:` : reaction.emoji.name;
    return el("button", { type: "button", class: reaction.me ? "reaction mine" : "reaction", "aria-pressed": String(reaction.me), "aria-label": `${name}, ${reaction.count}`, on: { click: () => context.react(message, reaction.emoji, !reaction.me) } },
      el("span", { class: "emoji" }, name), ` ${reaction.count}`);
  }));
}

function stickers(items) {
  return (items ?? []).map((sticker) => el("div", { class: "sticker", title: sticker.id }, el("span", { class: "hint" }, "Sticker"), sticker.name));
}

function edited(part) {
  return part.edited_timestamp && el("span", { class: "edited", title: new Date(part.edited_timestamp).toLocaleString() }, "(edited)");
}

/** What is in a message or in the copy that a forward carries. */
function substance(part, context) {
  return [
    part.content && el("div", { class: "text" }, markdown(part.content, context), edited(part)),
    (part.attachments ?? []).length > 0 && el("div", { class: "attachments" }, part.attachments.map(attachment)),
    (part.embeds ?? []).map((each) => embed(each, context)),
    stickers(part.sticker_items),
  ];
}

function quoted(message, context) {
  const to = message.referenced_message;
  if (message.type !== 19) {
    return null;
  }
  if (!to) {
    return el("p", { class: "quoted" }, icon("reply"), el("em", {}, "Original message was deleted"));
  }
  const what = to.content || (to.attachments?.length ? "an attachment" : to.embeds?.length ? to.embeds[0].title ?? "an embed" : "a message");
  return el("p", { class: "quoted" }, icon("reply"), el("strong", {}, nameOf(to.author, context.guild)), " ", el("button", { type: "button", class: "link", on: { click: () => context.jump(to.id) } }, what.split("\n")[0].slice(0, 120)));
}

function called(message, context) {
  const call = message.interaction;
  return call && el("p", { class: "quoted" }, icon("bolt"), el("strong", {}, nameOf(call.user, context.guild)), ` used /${call.name}`);
}

function header(message, context) {
  return el("p", { class: "from" },
    el("button", { type: "button", class: "author link", on: { click: (event) => context.person(event.currentTarget, message.author) } }, nameOf(message.author, context.guild)),
    message.author.bot && el("span", { class: "badge" }, "APP"),
    time(message.timestamp));
}

function toolbar(message, context) {
  const own = message.author.id === context.viewer;
  if (isEphemeral(message) || message.local) {
    return null;
  }
  return el("div", { class: "toolbar", role: "toolbar", "aria-label": "Message actions" },
    iconButton("smile", "Add reaction", (event) => context.pickReaction(event.currentTarget, message)),
    iconButton("reply", "Reply", () => context.reply(message)),
    own && iconButton("pencil", "Edit", () => context.edit(message)),
    (own || context.mayDelete) && iconButton("trash", "Delete", () => context.remove(message)),
    iconButton("more", "More", (event) => context.more(event.currentTarget, message)));
}

function editor(message, context) {
  const area = el("textarea", { rows: Math.min(8, message.content.split("\n").length + 1), "aria-label": "Edit message", value: message.content });
  const save = () => context.saveEdit(message, area.value);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      context.edit(null);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      save();
    }
  });
  return el("div", { class: "editor" }, area, el("div", { class: "actions" }, button("Cancel", () => context.edit(null)), button("Save", save, { class: "primary" })));
}

function body(message, context) {
  if (context.editing === message.id) {
    return editor(message, context);
  }
  if ((message.flags & LOADING) !== 0) {
    return el("p", { class: "thinking" }, `${nameOf(message.author, context.guild)} is thinking`, el("span", { class: "dots", "aria-hidden": "true" }));
  }
  const forwarded = message.message_reference?.type === FORWARDED && (message.message_snapshots ?? []);
  return el("div", { class: "body" },
    SYSTEM[message.type] && el("p", { class: "system" }, SYSTEM[message.type]),
    substance(message, context),
    forwarded && el("div", { class: "forwarded" }, el("p", { class: "hint" }, icon("forward"), "Forwarded"), forwarded.map((snapshot) => substance(snapshot.message, context))),
    message.poll && poll(message, context),
    components(message, context),
    !message.content && edited(message),
    message.thread && el("p", { class: "hint" }, icon("thread"), ` Thread: ${message.thread.name}`));
}

/** A message; `follows` says that it stands under one by the same author. */
export function messageNode(message, context, follows) {
  if (message.deleted) {
    return el("li", { class: "message tombstone", data: { id: message.id } }, el("p", {}, icon("trash"), `A message by ${nameOf(message.author, context.guild)} was deleted`, message.content && ": ", message.content && el("s", {}, message.content.slice(0, 200))));
  }
  const pinged = message.mention_everyone || (message.mentions ?? []).some((user) => user.id === context.viewer) || (message.mention_roles ?? []).some((role) => context.roles.includes(role));
  const marks = ["message", follows && "follows", pinged && "pinged", isEphemeral(message) && "ephemeral", context.replyingTo === message.id && "chosen"];
  const top = quoted(message, context) ?? called(message, context);
  return el("li", { class: marks.filter(Boolean).join(" "), tabindex: "-1", data: { id: message.id, author: message.author.username }, on: { contextmenu: (event) => context.menuAt(event, message) } },
    top,
    follows ? el("span", { class: "gutter" }, new Date(message.timestamp).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", hour12: false })) : el("img", { class: "avatar", src: avatarOf(message.author), alt: "", width: 36, height: 36 }),
    el("div", { class: "content" }, !follows && header(message, context), body(message, context), message.reactions?.length > 0 && reactions(message, context),
      isEphemeral(message) && el("p", { class: "hint" }, "Only you can see this • ", el("button", { type: "button", class: "link", on: { click: () => context.remove(message) } }, "Dismiss message"))),
    toolbar(message, context));
}

/** Whether a message stands under the one before without a head of its own. */
export function followsOn(message, before) {
  return Boolean(before && !before.deleted && !message.deleted && before.author.id === message.author.id && message.type === 0 && !message.interaction
    && isEphemeral(before) === isEphemeral(message) && Date.parse(message.timestamp) - Date.parse(before.timestamp) < 420000 && sameDay(message, before));
}

export function sameDay(a, b) {
  return new Date(a.timestamp).toDateString() === new Date(b.timestamp).toDateString();
}

/** What a profile card tells. */
export function profile(user, guild) {
  const member = world.guilds.get(guild)?.members.get(user.id);
  const roles = (member?.roles ?? []).map((id) => world.roles.get(id)?.name).filter(Boolean);
  return el("div", { class: "profile" }, el("img", { class: "avatar", src: avatarOf(user), alt: "", width: 48, height: 48 }),
    el("div", {}, el("strong", {}, nameOf(user, guild)), el("p", { class: "hint" }, `${user.username} · ${user.id}`), el("p", { class: "hint" }, `account of ${madeAt(user.id).toLocaleDateString()}`),
      roles.length > 0 && el("p", { class: "hint" }, roles.map((role) => `@${role}`).join(" "))));
}
