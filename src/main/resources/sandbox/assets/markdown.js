// Discord's Markdown as DOM nodes.

import { el } from "./dom.js";
import { nameOf, world } from "./world.js";

const INLINE = [
  [/^\\([\\*_~|`<>#\-[\]():.!/])/, (m) => m[1]],
  [/^(`+)([^]*?[^`])\1(?!`)/, (m) => el("code", {}, m[2].replace(/^ (.*) $/, "$1"))],
  [/^\*\*\*([^]+?)\*\*\*(?!\*)/, (m, c) => el("strong", {}, el("em", {}, inline(m[1], c)))],
  [/^\*\*([^]+?)\*\*(?!\*)/, (m, c) => el("strong", {}, inline(m[1], c))],
  [/^__([^]+?)__(?!_)/, (m, c) => el("u", {}, inline(m[1], c))],
  [/^~~([^]+?)~~/, (m, c) => el("s", {}, inline(m[1], c))],
  [/^\|\|([^]+?)\|\|/, (m, c) => spoiler(inline(m[1], c))],
  [/^\*(?![\s*])([^*]*[^\s*])\*(?!\*)/, (m, c) => el("em", {}, inline(m[1], c))],
  [/^_(?![\s_])([^_]*[^\s_])_(?![A-Za-z0-9_])/, (m, c) => el("em", {}, inline(m[1], c))],
  [/^<@!?(\d+)>/, (m, c) => mention(`@${userName(m[1], c)}`, m[1])],
  [/^<@&(\d+)>/, (m) => mention(`@${world.roles.get(m[1])?.name ?? "unknown role"}`, m[1])],
  [/^<#(\d+)>/, (m) => mention(`#${world.channels.get(m[1])?.name ?? "unknown"}`, m[1])],
  [/^<\/([^:>]+):(\d+)>/, (m) => mention(`/${m[1]}`, m[2])],
  [/^<a?:(\w+):\d+>/, (m) => el("span", { class: "emoji-name" }, `:${m[1]}:`)],
  [/^<t:(-?\d+)(?::([tTdDfFR]))?>/, (m) => moment(Number(m[1]), m[2] ?? "f")],
  [/^@(everyone|here)\b/, (m) => mention(m[0], m[1])],
  [/^\[((?:[^\[\]\\]|\\.)+)\]\(<?(https?:\/\/[^\s<>)]+(?:\([^\s<>)]*\)[^\s<>)]*)*)>?(?:\s+"[^"]*")?\)/, (m, c) => link(m[2], inline(m[1], c))],
  [/^<(https?:\/\/[^\s>]+)>/, (m) => link(m[1], m[1])],
  [/^https?:\/\/[^\s<>]*[^\s<>.,:;"'\])!?]/, (m) => link(m[0], m[0])],
];
const SPECIAL = /[\\`*_~|<@[]|https?:\/\//;

function userName(id, context) {
  return nameOf(world.users.get(id) ?? { id }, context?.guild);
}

function mention(text, id) {
  return el("span", { class: "mention", title: id }, text);
}

function link(address, content) {
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow" }, content);
}

function spoiler(content) {
  const node = el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler, activate to show" }, content);
  const show = () => {
    node.classList.add("shown");
    node.removeAttribute("aria-label");
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => event.key === "Enter" && show());
  return node;
}

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

function moment(seconds, style) {
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) {
    return `<t:${seconds}>`;
  }
  const full = at.toLocaleString(undefined, STYLES.F);
  const text = style === "R" ? relative(at) : at.toLocaleString(undefined, STYLES[style]);
  return el("time", { datetime: at.toISOString(), title: full }, text);
}

/** Such as "3 days ago". */
export function relative(at) {
  const seconds = (at.getTime() - Date.now()) / 1000;
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  for (const [unit, length] of [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= length) {
      return words.format(Math.trunc(seconds / length), unit);
    }
  }
  return words.format(Math.trunc(seconds), "second");
}

/** The nodes of one run of text, line breaks kept. */
export function inline(text, context) {
  const nodes = [];
  let plain = "";
  let rest = text;
  let before = "";
  while (rest !== "") {
    const next = rest.search(SPECIAL);
    if (next !== 0) {
      const taken = next < 0 ? rest : rest.slice(0, next);
      plain += taken;
      before = taken.at(-1);
      rest = rest.slice(taken.length);
      continue;
    }
    const insideWord = rest[0] === "_" && rest[1] !== "_" && /[A-Za-z0-9]/.test(before);
    const rule = insideWord ? undefined : INLINE.find(([pattern]) => pattern.test(rest));
    if (!rule) {
      plain += rest[0];
      before = rest[0];
      rest = rest.slice(1);
      continue;
    }
    const match = rule[0].exec(rest);
    const node = rule[1](match, context);
    if (typeof node === "string") {
      plain += node;
    } else {
      nodes.push(plain, node);
      plain = "";
    }
    before = match[0].at(-1);
    rest = rest.slice(match[0].length);
  }
  nodes.push(plain);
  return nodes.filter((node) => node !== "");
}

const BLOCKS = [
  [/^```(?:([\w+#.-]+)\n)?\n?([^]*?)\n?```\n?/, (m) => el("pre", {}, el("code", { "data-language": m[1] }, m[2]))],
  [/^>>> ([^]*)$/, (m, c) => el("blockquote", {}, markdown(m[1], c))],
  [/^(?:> ?[^\n]*(?:\n|$))+/, (m, c) => /^> /.test(m[0]) && el("blockquote", {}, markdown(m[0].replace(/\n$/, "").replace(/^> ?/gm, ""), c))],
  [/^(#{1,3}) +([^\n]+)(?:\n|$)/, (m, c) => el(`h${m[1].length + 3}`, { class: `heading-${m[1].length}` }, inline(m[2], c))],
  [/^-# +([^\n]+)(?:\n|$)/, (m, c) => el("small", { class: "subtext" }, inline(m[1], c))],
  [/^(?: *[-*] +[^\n]+(?:\n|$))+/, (m, c) => el("ul", {}, items(m[0], /^ *[-*] +/, c))],
  [/^(?: *\d+\. +[^\n]+(?:\n|$))+/, (m, c) => el("ol", { start: Number.parseInt(m[0], 10) }, items(m[0], /^ *\d+\. +/, c))],
];

function items(text, bullet, context) {
  return text.replace(/\n$/, "").split("\n").map((line) => el("li", {}, inline(line.replace(bullet, ""), context)));
}

/** The nodes of a message's text. */
export function markdown(text, context) {
  const nodes = [];
  let rest = text;
  let run = "";
  let fresh = true;
  const flush = () => {
    if (run !== "") {
      nodes.push(...inline(run, context));
      run = "";
    }
  };
  while (rest !== "") {
    const block = block_(rest, fresh, context);
    if (block) {
      run = run.replace(/\n$/, "");
      flush();
      nodes.push(block.node);
      rest = rest.slice(block.length);
      fresh = true;
      continue;
    }
    const line = /^[^\n]*\n?/.exec(rest)[0];
    const fence = line.indexOf("```");
    const taken = fence > 0 && rest.indexOf("```", fence + 3) > 0 ? line.slice(0, fence) : line;
    run += taken;
    fresh = taken.endsWith("\n");
    rest = rest.slice(taken.length);
  }
  flush();
  return nodes;
}

function block_(rest, fresh, context) {
  for (const [pattern, make] of fresh ? BLOCKS : BLOCKS.slice(0, 1)) {
    const match = pattern.exec(rest);
    const node = match && make(match, context);
    if (node) {
      return { node, length: match[0].length };
    }
  }
  return null;
}
