// The text thread: what was sent and answered, as bubbles. Kept in sessionStorage, one thread a number.

import { receiptFields, textFields } from "./provider.js";
import { TwimlError, messageBodies } from "./twiml.js";

const DELIVERED_WITHIN = 30_000; // milliseconds that the carrier takes, unless something is said of the text before
// Web addresses become links; phone numbers are not broken between two lines.
const SPECIAL = /(?<link>https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])|(?<number>\(?\b\d{3}\)?[-. ]\d{3}[-.]\d{4}(?:,? (?:x|ext\. ?)\d+)?)/g;
// How carriers say it: the status, and the code that goes with it (www.twilio.com/docs/api/errors).
const REPORTS = {
  undelivered: { status: "undelivered", code: "30003" },
  landline: { status: "undelivered", code: "30006" },
  blocked: { status: "failed", code: "21610" },
};

/**
 * Set up the thread. `phone` has the supporter's `number` and the `bot`'s; `changed()` is called when a text was answered or came.
 * Gives open(): show the thread of the phone's number; receive(item): show a text the bot started; suggest(replies): what may be
 * replied now; report(what): have the carrier say something of the last text; stepBack(); clear().
 */
export function startTexts({ provider, phone, changed }) {
  const thread = document.getElementById("thread");
  const chips = document.getElementById("chips");
  const body = document.getElementById("body");
  let entries = [];
  let offered = ""; // what the chips show

  function open() {
    entries = JSON.parse(sessionStorage.getItem(`thread ${phone.number}`) ?? "[]");
    draw();
  }

  function draw() {
    thread.replaceChildren(...entries.map(bubble));
    scrollDown();
  }

  function clear() {
    sessionStorage.removeItem(`thread ${phone.number}`);
    open();
  }

  /** Forget the last text that was sent, and what came after it. */
  function stepBack() {
    entries.length = Math.max(0, entries.findLastIndex(({ who }) => who === "me"));
    store(phone.number);
    draw();
  }

  function show(number, entry) {
    if (number !== phone.number) return; // the phone has changed hands since
    entries.push({ at: Date.now(), ...entry });
    store(number);
    thread.append(bubble(entries.at(-1)));
    scrollDown();
  }

  const store = (number) => sessionStorage.setItem(`thread ${number}`, JSON.stringify(entries));
  const note = (number, text) => show(number, { who: "note", text });

  async function send(text, photo = false) {
    const number = phone.number;
    settle();
    show(number, { who: "me", text, photo });
    await provider.tell("keep", number);
    const [measured] = await provider.measure([text]);
    const fields = textFields({ from: number, to: phone.bot, body: text, segments: measured?.count || 1, photo });
    const { status, text: xml } = await provider.post("/twilio/sms", fields);
    if (status === 200) await answer(number, xml);
    else note(number, refusal(status));
    changed();
  }

  async function answer(number, xml) {
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

  function receive({ id, attempt, provider_id: sid, texts, media }) {
    const number = phone.number;
    settle();
    const started = { id, attempt, sid, status: "sent" };
    // A picture message comes whole, and has no segments.
    if (media.length) show(number, { who: "bot", text: texts.map(({ text }) => text).join("\n"), media, started });
    else texts.forEach(({ text, ...size }) => show(number, { who: "bot", text, size, started }));
    setTimeout(() => number === phone.number && lastStarted()?.started.sid === sid && settle(), DELIVERED_WITHIN);
    changed();
  }

  const lastStarted = () => entries.findLast(({ started }) => started);

  /** The last text that the bot started has arrived, if nothing else was said of it. */
  async function settle() {
    const last = lastStarted();
    if (last?.started.status === "sent") await post(last.started, "delivered");
  }

  /** Have the carrier say this of the last text that the bot started; gives a sentence on what was posted, or why nothing was. */
  async function report(what) {
    const last = lastStarted();
    if (!last) return "The bot has not started a text to this number yet. For one, text CALL and decline the call.";
    const { status, code } = REPORTS[what];
    const before = last.started.status;
    await post(last.started, status, code);
    changed();
    return `Posted of the text that was ${before}: MessageStatus=${status}, ErrorCode=${code}.`;
  }

  async function post(started, status, code) {
    const number = phone.number;
    if (started.status === "sent") {
      for (const entry of entries) if (entry.started?.sid === started.sid) entry.started.status = status;
      store(number);
      for (const [index, entry] of entries.entries()) {
        if (entry.started?.sid === started.sid) thread.children[index].querySelector(".under").replaceWith(under(entry));
      }
    }
    const fields = receiptFields({ id: started.sid, from: phone.bot, to: number, status, code });
    await provider.post(`/twilio/deliveries/${started.id}/status?attempt=${started.attempt}`, fields);
  }

  /** Offer these replies: {send, label, unfinished}, as the bot names them. */
  function suggest(replies) {
    if (JSON.stringify(replies) === offered) return;
    offered = JSON.stringify(replies);
    const had = chips.contains(document.activeElement);
    chips.replaceChildren(...replies.map(chip));
    if (had) (chips.firstElementChild ?? body).focus();
    scrollDown(); // the chips take room from the thread
  }

  function chip({ send: text, label, unfinished }) {
    const words = unfinished ? `${text} …` : label ? `${text} ${label}` : text;
    const made = element("button", { type: "button", className: "chip", textContent: words });
    made.addEventListener("click", () => (unfinished ? begin(text) : send(text)));
    return made;
  }

  function begin(text) {
    body.value = `${text} `;
    body.focus();
  }

  function scrollDown() {
    thread.parentElement.scrollTop = thread.parentElement.scrollHeight;
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

  return { open, receive, suggest, report, stepBack, clear };
}

function refusal(status) {
  if (status === 0) return "Not delivered: the server does not answer.";
  if (status === 403) return "Refused (403): the bot does not believe this came from its provider.";
  if (status === 503) return "Not answered (503): the bot asks to have it delivered again.";
  return `Not answered: status ${status}.`;
}

function bubble(entry) {
  const { who, text, photo, media = [] } = entry;
  const item = element("li", { className: who });
  if (who === "note") {
    item.append(element("p", { className: "note", textContent: text }));
    return item;
  }
  const said = element("p", { className: "bubble" });
  if (photo) said.append(element("span", { className: "photo", textContent: "Photo" }));
  said.append(...media.filter((address) => address.startsWith("https://")).map(picture));
  said.append(...marked(text));
  item.append(element("span", { className: "hidden", textContent: who === "me" ? "You:" : "Bot:" }), said, under(entry));
  return item;
}

/** The small print: when, how it travels, what the carrier says of it. */
function under({ at, size, media = [], started }) {
  const line = element("p", { className: "under" });
  line.append(element("time", { dateTime: new Date(at).toISOString(), textContent: clock(at) }));
  if (size) line.append(` · ${size.count} ${size.count === 1 ? "segment" : "segments"}, ${size.encoding}`);
  if (media.length) line.append(" · picture message");
  if (started) line.append(` · ${started.status}`);
  return line;
}

/** A picture as a link: nothing from elsewhere is loaded into the page. */
function picture(address) {
  const shown = { className: "photo", href: address, target: "_blank", rel: "noopener noreferrer", textContent: "Picture" };
  return element("a", shown);
}

/** A text as nodes: its web addresses as links, its phone numbers each in one line. */
export function marked(text) {
  const nodes = [];
  let from = 0;
  for (const { 0: found, index, groups } of text.matchAll(SPECIAL)) {
    nodes.push(text.slice(from, index));
    if (groups.link) nodes.push(element("a", { href: found, target: "_blank", rel: "noopener noreferrer", textContent: found }));
    else nodes.push(element("span", { className: "number", textContent: found }));
    from = index + found.length;
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
