// Puts the page together: the supporter's number, the two panels, the inbox and the log. What each does is in its own module.

import { startCall } from "./call.js";
import { startInside } from "./inside.js";
import { Provider } from "./provider.js";
import { element, startTexts } from "./texts.js";

const RING_WITHIN = 60; // seconds: an older ring has long stopped
const POLL = 1000; // milliseconds
const LOG_LENGTH = 200;

const get = (id) => document.getElementById(id);
const { number: bot, fresh } = document.body.dataset;

const phone = { bot, number: localStorage.getItem("number") ?? fresh };
const provider = new Provider({ isForged: () => get("forged").checked, log: logRequest });
const changed = () => inside.refresh();
const texts = startTexts({ provider, phone, changed });
const call = startCall({ provider, phone, trouble: logTrouble, turnTo: () => turnTo("call"), changed });
const inside = startInside({ provider, phone, texts, callId: call.id, become: startOver });

// --- The supporter

function become(number) {
  phone.number = number;
  localStorage.setItem("number", number);
  get("number").value = number;
  get("number-problem").textContent = "";
  texts.open();
  inside.refresh();
}

async function startOver() {
  const number = await provider.freshNumber();
  if (!number) return; // the log says why
  texts.clear();
  become(number);
}

get("number").addEventListener("change", () => {
  const digits = get("number").value.replace(/[^\d+]/g, "");
  const number = digits.startsWith("+") ? digits : `+1${digits.replace(/^1(?=\d{10}$)/, "")}`;
  if (/^\+\d{8,15}$/.test(number)) become(number);
  else get("number-problem").textContent = "Write it like +12535550123.";
});

// --- The panels, one at a time on a small screen

function turnTo(panel) {
  document.body.dataset.panel = panel;
  for (const name of ["texts", "call"]) get(`tab-${name}`).setAttribute("aria-pressed", String(name === panel));
}

for (const name of ["texts", "call"]) get(`tab-${name}`).addEventListener("click", () => turnTo(name));

get("aloud").checked = localStorage.getItem("aloud") === "yes";
get("aloud").addEventListener("change", () => localStorage.setItem("aloud", get("aloud").checked ? "yes" : "no"));

// --- What the bot starts: texts and rings

const seen = new Set(JSON.parse(sessionStorage.getItem("seen") ?? "[]"));
let polling = false;

async function poll() {
  if (polling || document.hidden) return;
  polling = true;
  try {
    const number = phone.number;
    const items = (await provider.inbox(number)) ?? [];
    for (const item of items) {
      if (seen.has(item.provider_id) || number !== phone.number) continue;
      seen.add(item.provider_id);
      sessionStorage.setItem("seen", JSON.stringify([...seen]));
      if (item.kind === "text") texts.receive(item);
      else if (item.age < RING_WITHIN) call.ring(item);
    }
  } finally {
    polling = false;
  }
}

// --- The workings: deliver again, the log

get("again").addEventListener("click", async () => {
  const result = await provider.again();
  if (!result) return;
  const same = result.same ? "the same answer, byte for byte" : "a different answer";
  get("again-result").textContent = `Delivered again: status ${result.status}, ${same}.`;
});

function logRequest({ at, path, status, ms, what }) {
  if (path.startsWith("/twilio/")) get("again").disabled = false;
  addToLog([at.toLocaleTimeString(), `POST ${path}`, status || "no answer", ms, what], status >= 200 && status < 300);
}

function logTrouble(sentence) {
  addToLog([new Date().toLocaleTimeString(), "", "", "", sentence], false);
}

function addToLog(cells, fine) {
  const row = element("tr", { className: fine ? "" : "problem" });
  row.append(...cells.map((cell) => element("td", { textContent: cell })));
  get("log").prepend(row);
  while (get("log").children.length > LOG_LENGTH) get("log").lastChild.remove();
  get("log-count").textContent = `(${get("log").children.length})`;
}

become(phone.number);
call.resume();
setInterval(poll, POLL);
document.addEventListener("visibilitychange", poll);
