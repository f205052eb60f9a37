// The text thread: what was sent and answered, as bubbles. Kept in sessionStorage, one thread a number.

import { receiptFields, textFields } from "./provider.js";
import { TwimlError, messageBodies } from "./twiml.js";

const MOST_CHIPS = 10;
const LINK = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)]/g;
const CAPITALS = /\p{Lu}{3,}/gu;

/**
 * Set up the thread. `phone` has the supporter's `number` and the `bot`'s; `keywords` begin a campaign, `words` the bot knows
 * anywhere. Gives {open(): show the thread of the phone's number, receive(item): show a text the bot started, clear()}.
 */
export function startTexts({ provider, phone, keywords, words }) {
  const thread = document.getElementById("thread");
  const body = document.getElementById("body");
  let entries = [];

  function open() {
    entries = JSON.parse(sessionStorage.getItem(`thread ${phone.number}`) ?? "[]");
    thread.replaceChildren(...entries.map(bubble));
    suggest();
  }

  function clear() {
    sessionStorage.removeItem(`thread ${phone.number}`);
    open();
  }

  function show(number, entry) {
    if (number !== phone.number) return; // the phone has changed hands since
    entries.push({ at: Date.now(), ...entry });
    sessionStorage.setItem(`thread ${number}`, JSON.stringify(entries));
    thread.append(bubble(entries.at(-1)));
    suggest();
  }

  const note = (number, text) => show(number, { who: "note", text });

  async function send(text, photo = false) {
    const number = phone.number;
    show(number, { who: "me", text, photo });
    const [measured] = await provider.measure([text]);
    const fields = textFields({ from: number, to: phone.bot, body: text, segments: measured?.count || 1, photo });
    const { status, text: xml } = await provider.post("/twilio/sms", fields);
    if (status !== 200) return note(number, refusal(status));
    try {
      const bodies = messageBodies(xml, (sentence) => note(number, sentence));
      const sizes = await provider.measure(bodies);
      bodies.forEach((text, index) => show(number, { who: "bot", text, size: sizes[index] }));
      if (!bodies.length) note(number, "No reply.");
    } catch (error) {
      if (!(error instanceof TwimlError)) throw error;
      note(number, `The bot's answer cannot be read: ${error.message}.`);
    }
  }

  async function receive({ id, provider_id: sid, texts, media }) {
    const number = phone.number;
    // A picture message comes whole, and has no segments.
    if (media.length) show(number, { who: "bot", text: texts.map(({ text }) => text).join("\n"), media });
    else for (const { text, ...size } of texts) show(number, { who: "bot", text, size });
    const fields = receiptFields({ id: sid, from: phone.bot, to: number, status: "delivered" });
    await provider.post(`/twilio/messages/${id}/status`, fields);
  }

  function suggest() {
    const last = entries.findLast((entry) => entry.who === "bot");
    const mentioned = (last?.text.match(CAPITALS) ?? []).filter((word) => words.includes(word) || keywords.includes(word));
    const offered = mentioned.length ? [...new Set(mentioned)] : keywords;
    const chips = offered.slice(0, MOST_CHIPS).map((word) => {
      const chip = element("button", { type: "button", className: "chip", textContent: word });
      chip.addEventListener("click", () => send(word));
      return chip;
    });
    document.getElementById("chips").replaceChildren(...chips);
    thread.scrollTop = thread.scrollHeight; // last, since the chips take room from it
  }

  function submit() {
    const text = body.value.trim();
    if (!text) return;
    body.value = "";
    grow();
    send(text);
  }

  function grow() {
    body.rows = Math.min(5, body.value.split("\n").length);
  }

  document.getElementById("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  body.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  body.addEventListener("input", grow);
  document.getElementById("photo").addEventListener("click", () => {
    send(body.value.trim(), true);
    body.value = "";
    grow();
  });

  return { open, receive, clear };
}

function refusal(status) {
  if (status === 0) return "Not delivered: the server does not answer.";
  if (status === 403) return "Refused (403): the bot does not believe this came from its provider.";
  if (status === 503) return "Not answered (503): the bot asks to have it delivered again.";
  return `Not answered: status ${status}.`;
}

function bubble({ who, text, at, size, photo, media = [] }) {
  const item = element("li", { className: who });
  if (who === "note") {
    item.append(element("p", { className: "note", textContent: text }));
    return item;
  }
  const said = element("p", { className: "bubble" });
  if (photo) said.append(element("span", { className: "photo", textContent: "Photo" }));
  said.append(...media.filter((address) => address.startsWith("https://")).map(picture));
  said.append(...linked(text));
  const time = element("time", { dateTime: new Date(at).toISOString(), textContent: clock(at) });
  const under = element("p", { className: "under" });
  under.append(time);
  if (size) under.append(` · ${size.count} ${size.count === 1 ? "segment" : "segments"}, ${size.encoding}`);
  if (media.length) under.append(" · picture message");
  item.append(element("span", { className: "hidden", textContent: who === "me" ? "You:" : "Bot:" }), said, under);
  return item;
}

/** A picture as a link: nothing from elsewhere is loaded into the page. */
function picture(address) {
  const shown = { className: "photo", href: address, target: "_blank", rel: "noopener noreferrer", textContent: "Picture" };
  return element("a", shown);
}

/** A text as nodes, its web addresses as links. */
function linked(text) {
  const nodes = [];
  let from = 0;
  for (const { 0: address, index } of text.matchAll(LINK)) {
    nodes.push(text.slice(from, index));
    nodes.push(element("a", { href: address, target: "_blank", rel: "noopener noreferrer", textContent: address }));
    from = index + address.length;
  }
  return [...nodes, text.slice(from)];
}

function clock(at) {
  const moment = new Date(at);
  const today = moment.toDateString() === new Date().toDateString();
  const time = { hour: "numeric", minute: "2-digit" };
  return moment.toLocaleString([], today ? time : { month: "short", day: "numeric", ...time });
}

/** An element with these properties; text only ever goes in as text. */
export function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
