// Dialogs made of fields, menus, and short messages at the edge of the page.

import { add, button, el, freshId, icon } from "./dom.js";

/** Says something for a few seconds. */
export function toast(text, kind = "info") {
  const node = el("p", { class: `toast ${kind}`, role: kind === "error" ? "alert" : "status" }, text);
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), kind === "error" ? 9000 : 4000);
}

/** Does something and shows what was refused; tells whether it was done. */
export async function attempt(deed) {
  try {
    await deed();
    return true;
  } catch (error) {
    toast(error.message, "error");
    return false;
  }
}

function control(field, id) {
  const common = { id, name: field.name, required: field.required };
  switch (field.type) {
    case "textarea":
      return el("textarea", { ...common, rows: field.rows ?? 4, minlength: field.min, maxlength: field.max, placeholder: field.placeholder, value: field.value ?? "" });
    case "select": {
      const select = el("select", { ...common, multiple: field.multiple, size: field.multiple ? Math.min(6, field.options.length) : undefined });
      const optional = !field.required && !field.multiple;
      add(select, optional && el("option", { value: "" }, field.empty ?? "—"));
      field.options.forEach((option) => select.append(el("option", { value: option.value, selected: (field.value ?? []).includes(option.value) }, option.label)));
      return select;
    }
    case "checkbox":
      return el("input", { ...common, required: false, type: "checkbox", checked: field.value });
    case "file":
      return el("input", { ...common, type: "file", multiple: field.multiple });
    default:
      return el("input", {
        ...common, type: field.type ?? "text", placeholder: field.placeholder, value: field.value ?? "", autocomplete: "off",
        minlength: field.min, maxlength: field.max, min: field.least, max: field.most, step: field.step, list: field.list,
      });
  }
}

/** A field's label, control and hint. */
export function fieldRow(field) {
  if (field.type === "text-only") {
    return el("p", { class: "hint" }, field.content ?? field.label);
  }
  const id = freshId("field");
  const label = el("label", { for: id }, field.label, field.required && el("span", { class: "required", title: "required" }, " *"));
  const hint = field.hint && el("span", { class: "hint" }, field.hint);
  return el("div", { class: `field ${field.type ?? "text"}`, data: { field: field.name } }, label, control(field, id), hint);
}

/** What a field was filled with: text, number, true or false, a list, files; undefined where nothing was given. */
export function fieldValue(field, container) {
  const input = [...container.querySelectorAll("[name]")].find((each) => each.name === field.name);
  if (!input) {
    return undefined;
  }
  switch (field.type) {
    case "checkbox":
      return input.checked;
    case "file":
      return [...input.files];
    case "number":
      return input.value === "" ? undefined : Number(input.value);
    case "select":
      return field.multiple ? [...input.selectedOptions].map((option) => option.value) : input.value || undefined;
    default:
      return input.value === "" ? undefined : input.value;
  }
}

/**
 * Asks for fields in a dialog. `submit` gets the values by name and may refuse by throwing: the dialog then stays and says why.
 */
export function ask({ title, fields = [], text, action = "Save", danger = false, submit }) {
  const heading = freshId("title");
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const dialog = el("dialog", { "aria-labelledby": heading });
  const close = () => dialog.close();
  const form = el(
    "form",
    { method: "dialog" },
    el("h2", { id: heading }, title),
    text && el("p", {}, text),
    fields.map(fieldRow),
    problem,
    el("div", { class: "actions" }, button("Cancel", close), el("button", { class: danger ? "danger" : "primary", type: "submit" }, action)),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(fields.map((field) => [field.name, fieldValue(field, form)]));
    try {
      await submit(values);
      close();
    } catch (error) {
      problem.hidden = false;
      problem.textContent = error.message;
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      form.requestSubmit();
    }
  });
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  form.querySelector("input, textarea, select")?.focus();
  return dialog;
}

/** Shows something in a dialog until it is closed. */
export function show(title, ...content) {
  const heading = freshId("title");
  const dialog = el("dialog", { "aria-labelledby": heading });
  add(dialog, el("h2", { id: heading }, title), content, el("div", { class: "actions" }, button("Close", () => dialog.close())));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

let open = null;

/** Shows choices next to an element: `{label, icon?, act, danger?}`, or any node. */
export function menu(anchor, choices, { grid = false, at } = {}) {
  open?.close();
  const items = choices.filter(Boolean).map((choice) =>
    choice instanceof Node ? choice : el("button", { type: "button", role: "menuitem", class: choice.danger ? "danger-text" : "", on: { click: () => { close(); choice.act(); } } }, choice.icon && icon(choice.icon), el("span", {}, choice.label)),
  );
  const box = el("div", { class: grid ? "menu grid" : "menu", role: "menu" }, items);
  const outside = (event) => !box.contains(event.target) && !anchor.contains(event.target) && close();
  function close() {
    box.remove();
    document.removeEventListener("pointerdown", outside, true);
    anchor.classList.remove("open");
    open = null;
    if (document.activeElement === document.body && anchor.isConnected) {
      anchor.focus();
    }
  }
  open = { close };
  document.body.append(box);
  place(box, at ?? anchor.getBoundingClientRect());
  anchor.classList.add("open");
  document.addEventListener("pointerdown", outside, true);
  box.addEventListener("keydown", (event) => move(event, box, close));
  box.querySelector("button, input")?.focus();
  return close;
}

function place(box, near) {
  const { width, height } = box.getBoundingClientRect();
  const below = near.bottom + 4 + height <= innerHeight;
  box.style.top = `${Math.max(4, below ? near.bottom + 4 : near.top - height - 4)}px`;
  box.style.left = `${Math.max(4, Math.min(near.right - width, innerWidth - width - 4))}px`;
}

function move(event, box, close) {
  const all = [...box.querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (event.key === "Escape") {
    event.stopPropagation();
    close();
  } else if (step && event.target.tagName !== "INPUT") {
    event.preventDefault();
    all.at((all.indexOf(document.activeElement) + step) % all.length)?.focus();
  }
}
