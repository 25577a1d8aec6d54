// Builds DOM nodes. Text only ever becomes a text node: nothing a person wrote is parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** Makes an element: `on` holds listeners, `data` data attributes, `class` and all else attributes or properties. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name === "on") {
      Object.entries(value).forEach(([type, listener]) => node.addEventListener(type, listener));
    } else if (name === "data") {
      Object.assign(node.dataset, value);
    } else if (name === "value" || name === "checked" || name === "selected") {
      node[name] = value;
    } else {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  add(node, children);
  return node;
}

/** Appends nodes, texts and lists of them; leaves out what is absent. */
export function add(node, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== null && child !== false && child !== "") {
      node.append(child);
    }
  }
  return node;
}

const ICONS = {
  reply: "M10 8 5 12l5 4M5 12h8a6 6 0 0 1 6 6",
  smile: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5v.01M15 9.5v.01",
  pencil: "m4 20 1-5L16 4l4 4L9 19l-5 1m9.5-13.5 4 4",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
  more: "M6 12v.01M12 12v.01M18 12v.01",
  plus: "M12 5v14M5 12h14",
  clip: "m8 12 6-6a3 3 0 0 1 4.5 4.5l-8 8A5 5 0 0 1 3.5 11.500l7-7",
  send: "M4 12 20 4l-5 16-4-7-7-1m7 1 4-4",
  close: "m6 6 12 12M18 6 6 18",
  hash: "M9 4 7 20M17 4l-2 16M4 9h16M4 15h16",
  thread: "M5 5h14v10h-7l-4 4v-4H5z",
  voice: "M5 10v4M9 7v10M13 4v16M17 8v8M20 11v2",
  forward: "m14 8 5 4-5 4m5-4h-8a6 6 0 0 0-6 6",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  down: "m6 9 6 6 6-6",
  user: "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8M4 21a8 8 0 0 1 16 0",
  log: "M6 3h12v18H6zM9 8h6M9 12h6M9 16h3",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6z",
};

/** A line drawing; it is decoration, so its button carries a label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon ${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onClick, more = {}) {
  return el("button", { type: "button", class: "icon-button", title: label, "aria-label": label, on: { click: onClick }, ...more }, icon(name));
}

export function button(label, onClick, more = {}) {
  return el("button", { type: "button", class: "plain", on: { click: onClick }, ...more }, label);
}

let lastId = 0;

/** An id for `for` and `aria-` attributes. */
export function freshId(prefix) {
  return `${prefix}-${++lastId}`;
}

/** The moment in which a snowflake was made. */
export function madeAt(id) {
  return new Date(Number(BigInt(id) >> 22n) + 1420070400000);
}

/** Compares snowflakes by age. */
export function older(a, b) {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
