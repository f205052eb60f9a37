// The drawer beside the thread: where the conversation stands, what was understood and why, what is known; and what a real phone
// cannot do: go back a step, begin again, move the clock.

import { element, marked } from "./texts.js";

const get = (id) => document.getElementById(id);
// The drawer is open at first where there is room beside both panels, and where somebody wanted it but on a phone.
const WIDE = matchMedia("(min-width: 75rem)");
const PHONE = matchMedia("(max-width: 44.99rem)");
const TURNS = 3; // that are shown, the latest first
const BY = { text: "Text", call: "Call", itself: "By itself" };
const CHOSEN = "inside"; // in localStorage: "open" or "closed", once somebody has chosen

/**
 * Set up the drawer. `phone` has the supporter's `number`; `texts` is the thread, `callId()` the id of the call that is on; `become()`
 * gives the phone a new number. Gives {refresh()}: ask how everything stands, and show it.
 */
export function startInside({ provider, phone, texts, callId, become }) {
  let asked = 0;

  async function refresh() {
    const number = phone.number;
    const mine = (asked += 1);
    const data = await provider.tell("conversation", number, { call: callId() });
    if (mine === asked) draw(number, data); // else it was asked again meanwhile, and this may be how things stood before
  }

  function draw(number, data) {
    if (!data || data.problem || number !== phone.number) return;
    get("reasons").replaceChildren(...data.turns.slice(-TURNS).reverse().map(({ by, reasons }) => item(`${BY[by]}: ${reasons.join(" ")}`)));
    get("way").replaceChildren(...(data.turns.at(-1)?.way ?? []).map(item));
    get("stands").replaceChildren(...pairs(standing(data)));
    get("known-number").textContent = number;
    get("known").replaceChildren(...pairs(data.facts));
    get("call-list").replaceChildren(...data.officials.map(({ name, state }) => item(`${name}: ${state}`)));
    get("clock").textContent = `${data.clock.shown}, ${data.clock.zone}`;
    get("ahead").textContent = data.ahead && `The bot's clock is ${data.ahead} ahead.`;
    get("ahead").hidden = !data.ahead;
    texts.suggest(data.replies);
  }

  const say = (sentence) => (get("inside-said").textContent = sentence);

  /** Ask for a change of this number's; gives the answer, or null after telling what was wrong. */
  async function change(what, more) {
    const number = phone.number;
    asked += 1;
    say(""); // the same sentence again is news
    const data = await provider.tell(what, number, more);
    if (!data || data.problem) say(data?.problem ?? "The server does not answer.");
    if (!data || data.problem) return null;
    return { number, data };
  }

  for (const button of document.querySelectorAll("[data-move]")) {
    button.addEventListener("click", async () => {
      const { move } = button.dataset;
      const changed = await change("clock", { to: move });
      if (!changed) return;
      if (move === "back") await become();
      else draw(changed.number, changed.data);
      say(`The bot's clock: ${changed.data.clock.shown}.`);
    });
  }
  for (const button of document.querySelectorAll("[data-report]")) {
    button.addEventListener("click", async () => {
      say("");
      say(await texts.report(button.dataset.report));
    });
  }
  get("step-back").addEventListener("click", async () => {
    const changed = await change("back");
    if (!changed) return;
    texts.stepBack();
    draw(changed.number, changed.data);
    say("As it was before the last text.");
  });
  get("new-number").addEventListener("click", async () => {
    await become();
    say(`A new number: ${phone.number}.`);
  });
  get("same-number").addEventListener("click", async () => {
    const changed = await change("erase");
    if (!changed) return;
    texts.clear();
    draw(changed.number, changed.data);
    say("Everything about this number is erased.");
  });

  function show(open) {
    get("inside").hidden = !open;
    get("texts").dataset.inside = document.body.dataset.inside = open ? "open" : "closed";
    get("look-inside").setAttribute("aria-expanded", String(open));
  }

  get("look-inside").addEventListener("click", () => {
    const open = get("inside").hidden;
    localStorage.setItem(CHOSEN, open ? "open" : "closed");
    show(open);
  });
  const chosen = localStorage.getItem(CHOSEN) ?? (WIDE.matches ? "open" : "closed");
  show(chosen === "open" && !PHONE.matches);
  return { refresh };
}

/** Where the thread and the call stand, as names and values. */
function standing({ thread, call }) {
  const rows = [["Thread", thread.at || "nothing is asked"]];
  if (thread.inside.length) rows.push(["Came from", thread.inside.join(", ")]);
  rows.push(["Missed in a row", String(thread.misses)], ["Missed in the hour", String(thread.unheard)]);
  if (thread.choices.length) rows.push(["On offer", thread.choices.join("; ")]);
  if (call) rows.push(["Call", call.at || "nothing is asked"], ["Missed in the call", String(call.misses)]);
  if (call?.choices.length) rows.push(["On offer in the call", call.choices.join("; ")]);
  return rows;
}

function item(text) {
  const made = element("li", {});
  made.append(...marked(text));
  return made;
}

function pairs(rows) {
  return rows.flatMap(([name, value]) => {
    const told = element("dd", {});
    told.append(...marked(value));
    return [element("dt", { textContent: name }), told];
  });
}
