// Slash commands: the list while `/` is typed, and the form of a command's options.

import { api, withFiles } from "./api.js";
import { fieldRow, fieldValue } from "./dialogs.js";
import { button, el, freshId } from "./dom.js";
import { choices, settled } from "./interactions.js";

const SUB_COMMAND = 1;
const SUB_COMMAND_GROUP = 2;
const ASK_AFTER = 250;

/** Each command, and each subcommand of one, as `{name, path, description, options}`. */
export function commandChoices(commands) {
  return commands.filter((command) => (command.type ?? 1) === 1).flatMap((command) => flattened(command.name, [command.name], command));
}

function flattened(name, path, node) {
  const options = node.options ?? [];
  const inner = options.filter((option) => option.type === SUB_COMMAND || option.type === SUB_COMMAND_GROUP);
  return inner.length === 0 ? [{ name, path, description: node.description, options }] : inner.flatMap((option) => flattened(name, [...path, option.name], option));
}

/** Those that what was typed can mean; with words behind a whole name, that command. */
export function matching(all, typed) {
  const text = typed.slice(1).toLowerCase();
  const begun = all.filter((choice) => choice.path.join(" ").startsWith(text));
  const whole = all.filter((choice) => text.startsWith(`${choice.path.join(" ")} `));
  return begun.length > 0 ? begun : whole;
}

function fieldOf(option, guild) {
  const base = { name: option.name, label: option.name, required: option.required, hint: option.description, least: option.min_value, most: option.max_value };
  if (option.choices?.length > 0) {
    return { ...base, type: "select", options: option.choices.map((choice) => ({ value: String(choice.value), label: choice.name })) };
  }
  if (option.autocomplete) {
    // Also for a number: words are typed to find it by.
    return { ...base, list: freshId("choices") };
  }
  switch (option.type) {
    case 4:
      return { ...base, type: "number", step: 1 };
    case 10:
      return { ...base, type: "number", step: "any" };
    case 5:
      return { ...base, type: "select", options: [{ value: "true", label: "True" }, { value: "false", label: "False" }] };
    case 6: case 7: case 8: case 9:
      return { ...base, type: "select", options: choices({ type: { 6: 5, 7: 8, 8: 6, 9: 7 }[option.type] }, guild) };
    case 11:
      return { ...base, type: "file" };
    default:
      return { ...base, type: "textarea", rows: 1, min: option.min_length, max: option.max_length ?? 6000 };
  }
}

export class CommandForm {
  /** `rest`, what was typed behind the name, goes into the first option that takes text. */
  constructor(conversation, choice, rest, close) {
    this.conversation = conversation;
    this.choice = choice;
    this.close = close;
    this.fields = choice.options.map((option) => ({ option, field: fieldOf(option, conversation.guild) }));
    this.node = el("form", { class: "command-form", "aria-label": `Options of /${choice.path.join(" ")}` },
      el("p", { class: "command-name" }, el("strong", {}, `/${choice.path.join(" ")}`), el("span", { class: "hint" }, choice.description)),
      this.fields.map(({ option, field }) => this.#row(option, field)),
      el("div", { class: "actions" }, button("Cancel", close), el("button", { type: "submit", class: "primary" }, "Run")));
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#run();
    });
    this.node.addEventListener("keydown", (event) => this.#key(event));
    const text = this.fields.find(({ option }) => option.type === 3 && !option.choices?.length);
    if (text && rest) {
      this.#input(text.option).value = rest;
    }
  }

  #input(option) {
    return this.node.querySelector(`[data-field="${CSS.escape(option.name)}"] [name]`);
  }

  #row(option, field) {
    const row = fieldRow(field);
    if (option.autocomplete) {
      const list = el("datalist", { id: field.list });
      const input = row.querySelector("input");
      let timer = 0;
      const complete = () => {
        clearTimeout(timer);
        timer = setTimeout(() => this.#complete(option, list), ASK_AFTER);
      };
      input.addEventListener("input", complete);
      input.addEventListener("focus", complete);
      row.append(list);
    }
    return row;
  }

  focus() {
    const first = this.node.querySelector("textarea, input, select") ?? this.node.querySelector(".primary");
    first.focus();
    first.setSelectionRange?.(first.value.length, first.value.length);
  }

  #key(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    } else if (event.key === "Enter" && !event.shiftKey && event.target.tagName === "TEXTAREA") {
      event.preventDefault();
      this.node.requestSubmit();
    }
  }

  /** Values by option name, below the subcommand's name, and the files they stand for. */
  #given(partial = false) {
    const files = [];
    const values = {};
    for (const { option, field } of this.fields) {
      const value = fieldValue(field, this.node);
      if (option.type === 11) {
        if (value.length > 0 && !partial) {
          values[option.name] = files.push(value[0]) - 1;
        }
      } else if (value !== undefined) {
        values[option.name] = partial ? value : this.#typed(option, value);
      }
    }
    const options = this.choice.path.slice(1).reduceRight((inner, name) => ({ [name]: inner }), values);
    return { form: { name: this.choice.name, options }, files };
  }

  #typed(option, value) {
    if (option.type === 5) {
      return value === "true";
    }
    return option.type === 4 || option.type === 10 ? Number(value) : value;
  }

  async #run() {
    const { form, files } = this.#given();
    if (await this.conversation.run(form, withFiles(form, files))) {
      this.close();
    }
  }

  async #complete(option, list) {
    const { form } = this.#given(true);
    const leaf = this.choice.path.slice(1).reduce((inner, name) => inner[name], form.options);
    leaf[option.name] ??= "";
    try {
      const started = await api.post(`${this.conversation.path}/commands`, { ...form, focused: option.name });
      const { choices: found = [] } = await settled(started);
      list.replaceChildren(...found.map((choice) => el("option", { value: String(choice.value) }, choice.name)));
    } catch {
      list.replaceChildren();
    }
  }
}
