// Buttons, selects and the layout components of both versions.

import { el, icon } from "./dom.js";
import { choices } from "./interactions.js";
import { markdown } from "./markdown.js";
import { ask } from "./dialogs.js";
import { local } from "./message.js";

const STYLES = { 1: "primary", 2: "plain", 3: "success", 4: "danger" };

function emoji(given) {
  return given && el("span", { class: "emoji" }, given.id ? `:${given.name}:` : given.name);
}

function pressed(given, message, context) {
  if (given.style === 5) {
    return el("a", { class: "plain button", href: local(given.url), target: "_blank", rel: "noopener noreferrer nofollow" }, emoji(given.emoji), given.label);
  }
  const click = async (event) => {
    const node = event.currentTarget;
    node.setAttribute("aria-busy", "true");
    await context.use(message, given.custom_id, []);
    node.removeAttribute("aria-busy");
  };
  return el("button", { type: "button", class: STYLES[given.style] ?? "plain", disabled: given.disabled, data: { customId: given.custom_id }, on: { click } }, emoji(given.emoji), given.label);
}

function select(given, message, context) {
  const options = choices(given, context.guild);
  const label = given.placeholder ?? "Make a selection";
  if ((given.max_values ?? 1) > 1) {
    const chosen = options.filter((option) => option.chosen).map((option) => option.value);
    const act = () => ask({
      title: label, action: "Choose",
      fields: [{ name: "values", label: `${given.min_values ?? 1} to ${given.max_values}`, type: "select", multiple: true, options, value: chosen }],
      submit: ({ values }) => context.use(message, given.custom_id, values),
    });
    return el("button", { type: "button", class: "plain select", disabled: given.disabled, data: { customId: given.custom_id }, on: { click: act } }, label, icon("down"));
  }
  const node = el("select", { disabled: given.disabled, "aria-label": label, data: { customId: given.custom_id } },
    el("option", { value: "", disabled: given.min_values !== 0 }, label),
    options.map((option) => el("option", { value: option.value }, option.hint ? `${option.label}: ${option.hint}` : option.label)));
  node.value = options.find((option) => option.chosen)?.value ?? "";
  node.addEventListener("change", () => context.use(message, given.custom_id, node.value === "" ? [] : [node.value]));
  return node;
}

function media(item) {
  const part = item.media ?? item.file ?? item;
  return el("img", { src: local(part.url), alt: item.description ?? "", loading: "lazy" });
}

function component(given, message, context) {
  const inside = () => (given.components ?? []).map((each) => component(each, message, context));
  switch (given.type) {
    case 1:
      return el("div", { class: "row" }, inside());
    case 2:
      return pressed(given, message, context);
    case 3: case 5: case 6: case 7: case 8:
      return select(given, message, context);
    case 9:
      return el("div", { class: "section" }, el("div", {}, inside()), given.accessory && component(given.accessory, message, context));
    case 10:
      return el("div", { class: "text" }, markdown(given.content, context));
    case 11:
      return el("div", { class: "thumbnail" }, media(given));
    case 12:
      return el("div", { class: "gallery" }, given.items.map(media));
    case 13:
      return el("a", { class: "file", href: local(given.file.url), target: "_blank", rel: "noopener noreferrer" }, icon("file"), given.name ?? given.file.url.split("/").at(-1).split("?")[0]);
    case 14:
      return el("hr", { class: given.divider === false ? "space" : "" });
    case 17: {
      const node = el("div", { class: "embed container" }, inside());
      if (given.accent_color) {
        node.style.borderInlineStartColor = `#${given.accent_color.toString(16).padStart(6, "0")}`;
      }
      return node;
    }
    default:
      return el("p", { class: "hint" }, `Component of kind ${given.type}`);
  }
}

export function components(message, context) {
  return (message.components ?? []).map((each) => component(each, message, context));
}
