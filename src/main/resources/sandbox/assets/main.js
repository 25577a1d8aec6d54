import { connect, onLive } from "./api.js";
import { attempt } from "./dialogs.js";
import { button } from "./dom.js";
import { FaultDrawer } from "./faults.js";
import { Members } from "./members.js";
import { remember, remembered } from "./memory.js";
import { Staff } from "./staff.js";
import { onWorld, reload } from "./world.js";

const members = new Members(document.getElementById("members"));
const staff = new Staff(document.getElementById("staff"));
new FaultDrawer(document.getElementById("faults"), document.getElementById("faults-toggle"));

onWorld(() => members.refresh());
onWorld(() => staff.refresh());

// On a narrow window one side is shown at a time.
const sides = { members: "Members", staff: "Staff" };
const switches = Object.entries(sides).map(([side, label]) => {
  const show = () => {
    document.body.dataset.side = side;
    remember("side", side);
    switches.forEach((each) => each.setAttribute("aria-pressed", String(each.textContent === label)));
  };
  const node = button(label, show);
  if ((remembered("side") ?? "members") === side) {
    queueMicrotask(show);
  }
  return node;
});
document.getElementById("sides").append(...switches);

const live = document.getElementById("live");
onLive((stands) => {
  live.textContent = stands ? "live" : "connection lost, trying again…";
  live.classList.toggle("on", stands);
});

connect();
await attempt(reload);
document.body.dataset.ready = "true";
