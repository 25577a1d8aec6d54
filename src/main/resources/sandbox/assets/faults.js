// The drawer in which things are made to go wrong.

import { api } from "./api.js";
import { attempt, fieldRow, fieldValue, toast } from "./dialogs.js";
import { button, el, iconButton } from "./dom.js";

const KINDS = [
  ["latency", "Wait before the deed"], ["late_answer", "Answer late"], ["status", "Refuse with a status"], ["rate_limit", "429, rate limited"],
  ["reset", "Reset the connection"], ["lost_answer", "Do it, lose the answer"], ["failed_after", "Do it, answer with a status"],
];
const ROUTES = [
  ["", "Every request"], ["^POST /channels/\\{channel\\}/messages", "Posting messages"], ["^(PATCH|DELETE) /channels/\\{channel\\}/messages", "Editing and deleting messages"],
  ["^POST /guilds/\\{guild\\}/channels", "Creating channels"], ["^(PATCH|DELETE) /channels/\\{channel\\}$", "Changing and deleting channels"], ["^POST /interactions", "Answering interactions"],
];
const FIELDS = [
  { name: "kind", label: "What happens", type: "select", required: true, options: KINDS.map(([value, label]) => ({ value, label })) },
  { name: "route", label: "To which requests", type: "select", required: false, empty: "Every request", options: ROUTES.slice(1).map(([value, label]) => ({ value, label })) },
  { name: "count", label: "How often", type: "number", least: 1, value: 1, step: 1 },
  { name: "millis", label: "Wait, in ms", type: "number", least: 0, value: 2000, step: 100 },
  { name: "status", label: "Status", type: "number", least: 400, most: 599, value: 503 },
];
const GATEWAY = [
  ["Drop the connection", { action: "drop" }], ["Drop, session lost", { action: "drop", keep_session: false }], ["Reconnect (op 7)", { action: "reconnect" }],
  ["Invalid session, resumable", { action: "invalidate", resumable: true }], ["Invalid session (op 9)", { action: "invalidate", resumable: false }],
  ["Ignore the next heartbeat", { action: "swallow_acknowledgements", count: 1 }],
];
const STEPS = [["1 min", "PT1M"], ["15 min", "PT15M"], ["1 h", "PT1H"], ["1 day", "P1D"]];

export class FaultDrawer {
  constructor(place, toggle) {
    this.place = place;
    this.toggle = toggle;
    this.deeds = 0;
    this.rules = el("ul", { class: "rules", "aria-label": "Active faults" });
    this.sessions = el("ul", { class: "rules", "aria-label": "Gateway sessions" });
    this.clock = el("p", { class: "clock" });
    this.counts = el("ul", { class: "rules counts", "aria-label": "Requests" });
    this.limits = el("input", { type: "checkbox", on: { change: () => this.#do(() => api.post("/control/limits", { enabled: this.limits.checked })) } });
    this.form = el("form", { class: "fault-form" }, FIELDS.map(fieldRow), el("button", { type: "submit", class: "primary" }, "Add the fault"));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#add();
    });
    place.append(
      el("div", { class: "bar" }, el("h2", {}, "Faults and clock"), iconButton("close", "Close", () => this.show(false))),
      el("section", {}, el("h3", {}, "REST"), this.form, this.rules, button("Remove all faults", () => this.#do(() => api.remove("/control/faults")))),
      el("section", {}, el("h3", {}, "Gateway"), this.sessions, el("div", { class: "deeds" }, GATEWAY.map(([label, form]) => button(label, () => this.#do(() => api.post("/control/gateway", form), label))))),
      el("section", {}, el("h3", {}, "Limits and links"), el("label", { class: "switch" }, this.limits, " Rate limits bite"),
        button("Let attachment links expire", () => this.#do(() => api.post("/control/links/expire"), "Links expired"))),
      el("section", {}, el("h3", {}, "Clock"), this.clock, el("div", { class: "deeds" }, STEPS.map(([label, advance]) => button(`+ ${label}`, () => this.#do(() => api.post("/control/clock", { advance })))))),
      el("section", {}, el("h3", {}, "Requests of the bot"), this.counts, button("Count anew", () => this.#do(() => api.remove("/control/requests")))),
    );
    toggle.addEventListener("click", () => this.show(place.hidden));
    place.addEventListener("keydown", (event) => event.key === "Escape" && this.show(false));
  }

  show(open) {
    this.place.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    clearInterval(this.timer);
    if (open) {
      this.#refresh();
      this.timer = setInterval(() => this.#refresh(), 2000);
      this.place.querySelector("select").focus();
    } else {
      this.toggle.focus();
    }
  }

  async #do(deed, done) {
    this.deeds += 1;
    if (await attempt(deed)) {
      if (done) {
        toast(done);
      }
      await this.#refresh();
    }
  }

  #add() {
    const rule = Object.fromEntries(FIELDS.map((field) => [field.name, fieldValue(field, this.form)]).filter(([, value]) => value !== undefined));
    this.#do(() => api.post("/control/faults", rule));
  }

  async #refresh() {
    const deeds = this.deeds;
    try {
      const [faults, sessions, clock, limits, requests] = await Promise.all(
        ["faults", "gateway", "clock", "limits", "requests?after=9223372036854775807"].map((path) => api.get(`/control/${path}`)));
      if (this.deeds !== deeds) {
        return; // It may show what was before the deed.
      }
      this.rules.replaceChildren(...faults.map((rule) => this.#rule(rule)));
      this.sessions.replaceChildren(...sessions.map((session) => el("li", {}, el("span", { class: session.connected ? "lamp on" : "lamp" }), `${session.connected ? "connected" : "waiting for a resume"}, ${session.sequence} events`)));
      if (sessions.length === 0) {
        this.sessions.append(el("li", { class: "hint" }, "No bot is connected."));
      }
      this.clock.textContent = new Date(clock.now).toLocaleString();
      this.limits.checked = limits.enabled;
      const counted = Object.entries(requests.counts).sort(([, a], [, b]) => b - a);
      this.counts.replaceChildren(...counted.slice(0, 12).map(([route, count]) => el("li", {}, el("code", {}, route), el("strong", {}, String(count)))));
    } catch {
      clearInterval(this.timer);
    }
  }

  #rule(rule) {
    const kind = KINDS.find(([value]) => value === rule.kind)?.[1] ?? rule.kind;
    const route = ROUTES.find(([value]) => value === (rule.route ?? ""))?.[1] ?? rule.route;
    return el("li", {}, `${kind}: ${route}, ${rule.left} left`, iconButton("close", "Remove the fault", () => this.#do(() => api.remove(`/control/faults/${rule.id}`))));
  }
}
