// The control API: calls, and the stream of what happens.

let token = document.querySelector('meta[name="sandbox-token"]').content;

/** A call that the sandbox refused, in words. */
export class Refusal extends Error {
  constructor(status, body) {
    super(inWords(status, body));
    this.status = status;
    this.code = body?.code ?? 0;
  }
}

function inWords(status, body) {
  const details = [];
  const look = (node, path) => {
    for (const [key, value] of Object.entries(node ?? {})) {
      if (key === "_errors") {
        value.forEach((error) => details.push(`${path.join(".")}: ${error.message}`));
      } else if (typeof value === "object") {
        look(value, [...path, key]);
      }
    }
  };
  look(body?.errors, []);
  const message = body?.message ?? `HTTP ${status}`;
  return [body?.code ? `${message} (${body.code})` : message, ...details].join("\n");
}

async function call(method, path, body) {
  const headers = { "X-Sandbox-Token": token };
  let payload = body;
  if (body !== undefined && !(body instanceof FormData)) {
    headers["Content-Type"] = "application/json";
    payload = JSON.stringify(body);
  }
  const response = await fetch(path, { method, headers, body: payload });
  const text = await response.text();
  let json = null;
  try {
    json = text === "" ? null : JSON.parse(text);
  } catch {
    json = { message: text };
  }
  if (!response.ok) {
    throw new Refusal(response.status, json);
  }
  return json;
}

export const api = {
  get: (path) => call("GET", path),
  post: (path, body = {}) => call("POST", path, body),
  put: (path, body = {}) => call("PUT", path, body),
  patch: (path, body = {}) => call("PATCH", path, body),
  remove: (path) => call("DELETE", path),
};

/** A form as JSON, or with files as multipart the way Discord takes it. */
export function withFiles(form, files) {
  if (files.length === 0) {
    return form;
  }
  const body = new FormData();
  body.append("payload_json", JSON.stringify(form));
  files.forEach((file, index) => body.append(`files[${index}]`, file, file.name));
  return body;
}

const TYPES = [
  "MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK",
  "EPHEMERAL_MESSAGE_CREATE", "EPHEMERAL_MESSAGE_UPDATE", "EPHEMERAL_MESSAGE_DELETE",
  "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE", "MESSAGE_REACTION_REMOVE_ALL", "MESSAGE_REACTION_REMOVE_EMOJI",
  "MESSAGE_POLL_VOTE_ADD", "MESSAGE_POLL_VOTE_REMOVE", "TYPING_START",
  "CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE", "THREAD_CREATE", "THREAD_UPDATE", "THREAD_DELETE", "DM_OPENED",
  "GUILD_CREATE", "GUILD_UPDATE", "GUILD_JOINED_BY_BOT", "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE",
  "GUILD_MEMBER_ADD", "GUILD_MEMBER_REMOVE", "GUILD_MEMBER_UPDATE", "GUILD_BAN_ADD", "GUILD_BAN_REMOVE", "USER_UPDATE",
  "COMMANDS_CHANGED", "INTERACTION_ANSWERED", "INTERACTION_FAILED",
];

const listeners = new Set();
const stateListeners = new Set();
let source = null;
let opened = false;

/** Hears every event as `(type, data)`; `RESET` says that some may have been missed. */
export function onEvent(listener) {
  listeners.add(listener);
}

/** Hears whether the stream stands. */
export function onLive(listener) {
  stateListeners.add(listener);
}

function tell(type, data) {
  listeners.forEach((listener) => listener(type, data));
}

function tellState(live) {
  stateListeners.forEach((listener) => listener(live));
}

export function connect() {
  source = new EventSource(`/control/events?token=${encodeURIComponent(token)}`);
  TYPES.forEach((type) => source.addEventListener(type, (event) => tell(type, JSON.parse(event.data))));
  source.addEventListener("open", () => {
    tellState(true);
    if (opened) {
      tell("RESET", {});
    }
    opened = true;
  });
  source.addEventListener("error", () => {
    tellState(false);
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(reconnect, 2000);
    }
  });
}

// A sandbox that was started again has another token: it stands in the page that it serves now.
async function reconnect() {
  try {
    const text = await (await fetch("/", { cache: "no-store" })).text();
    const page = new DOMParser().parseFromString(text, "text/html");
    token = page.querySelector('meta[name="sandbox-token"]').content;
    connect();
  } catch {
    setTimeout(reconnect, 2000);
  }
}
