// The call panel: a keypad, what the bot says, and the official's line that rings. It is the `line` that twiml.js walks along.

import { callFields, endFields, newId, WITHHELD } from "./provider.js";
import { TwimlError, walk } from "./twiml.js";
import { element, marked } from "./texts.js";

const CHARACTERS_A_SECOND = 15; // of a voice that reads aloud
const ANSWER_WITHIN = 30; // seconds that a phone rings
const KEYS = "0123456789*#";
const WRITING = "input:not([type=checkbox]), textarea";
const ONGOING = "ongoing call";
const OVER = "/twilio/voice/status"; // where the end of a call is told

const get = (id) => document.getElementById(id);
const show = (id, shown) => get(id).toggleAttribute("hidden", !shown);

/**
 * Set up the panel. `phone` has the supporter's `number` and the `bot`'s; `trouble(sentence)` goes to the log; `turnTo()` brings
 * the panel to the front; `changed()` is called after each step. Gives {ring(item): for a call the bot places, resume(): after a
 * reload, id(): of the call that is on, "" for none}.
 */
export function startCall({ provider, phone, trouble, turnTo, changed }) {
  let line = null; // the call that is on
  let rung = false; // does the phone ring?

  async function begin(fields, status, over = OVER) {
    if (line) return;
    turnTo();
    line = new Line({ provider, fields, over, trouble, changed });
    sessionStorage.setItem(ONGOING, JSON.stringify({ fields, over }));
    try {
      await line.run(status);
    } finally {
      line = null;
      sessionStorage.removeItem(ONGOING);
      changed();
    }
  }

  async function end(fields, status, over) {
    await provider.post(over, { ...fields, ...endFields(status, 0) });
    changed();
  }

  async function ring({ provider_id: id, id: delivery, attempt }) {
    const fields = callFields({ id, from: phone.bot, to: phone.number, direction: "outbound-api" });
    const over = `${OVER}?${new URLSearchParams({ delivery, attempt })}`;
    if (line || rung) return end(fields, "busy", over);
    rung = true;
    const choice = await ringing();
    rung = false;
    if (choice === "answered" && !line) begin(fields, "in-progress", over);
    else end(fields, choice === "answered" ? "busy" : choice, over);
  }

  /** A page that was reloaded has hung up. */
  function resume() {
    const { fields, over } = JSON.parse(sessionStorage.getItem(ONGOING) ?? "{}");
    sessionStorage.removeItem(ONGOING);
    if (fields) end(fields, "completed", over);
  }

  get("dial").addEventListener("click", () => {
    const from = get("withheld").checked ? WITHHELD : phone.number;
    begin(callFields({ id: newId("CA"), from, to: phone.bot, direction: "inbound" }), "ringing");
  });
  get("hang-up").addEventListener("click", () => line?.hangUp());
  get("skip").addEventListener("click", () => line?.skip());
  get("keypad").addEventListener("click", (event) => line?.press(event.target.dataset.key));
  get("say").addEventListener("submit", (event) => {
    event.preventDefault();
    const speech = get("said").value.trim();
    get("said").value = "";
    if (speech) line?.speak(speech);
  });
  document.addEventListener("keydown", (event) => {
    if (!line || event.target.matches(WRITING) || event.ctrlKey || event.metaKey || event.altKey || !KEYS.includes(event.key)) return;
    event.preventDefault();
    line.press(event.key);
  });

  speechSynthesis.getVoices(); // the first time, browsers only begin to look for them
  return { ring, resume, id: () => line?.fields.CallSid ?? "" };
}

/** The phone rings: "answered", "busy" when declined, or "no-answer" in the end. */
async function ringing() {
  const before = document.activeElement;
  show("incoming", true);
  if (!before?.matches(WRITING)) get("answer").focus(); // or Enter, meant for a text, would answer
  const done = new AbortController();
  let choice = "no-answer";
  const choose = (made) => {
    choice = made;
    done.abort();
  };
  get("answer").addEventListener("click", () => choose("answered"), { signal: done.signal });
  get("decline").addEventListener("click", () => choose("busy"), { signal: done.signal });
  get("unanswered").addEventListener("click", () => choose("no-answer"), { signal: done.signal });
  await sleep(ANSWER_WITHIN, done.signal);
  done.abort();
  const answering = get("incoming").contains(document.activeElement);
  show("incoming", false);
  // What had the focus may have been replaced meanwhile.
  if (answering) [before, get("body"), get("dial")].find((each) => each?.isConnected && each.checkVisibility())?.focus();
  return choice;
}

/** One call, from the first webhook to the status callback. */
class Line {
  #gone = new AbortController(); // the caller hung up
  #speech = new AbortController(); // a key stops what is being said
  #skip = new AbortController(); // "Skip ahead" ends the wait that is on
  #listener = null;
  #typed = null;
  #started = Date.now();

  constructor({ provider, fields, over, trouble, changed }) {
    this.provider = provider;
    this.fields = fields;
    this.told = over;
    this.changed = changed;
    this.trouble = (sentence) => {
      trouble(sentence);
      this.#note(sentence);
    };
  }

  get over() {
    return this.#gone.signal.aborted;
  }

  async run(status) {
    get("lines").replaceChildren();
    controls(true);
    this.#state("Calling");
    const clock = setInterval(() => (get("call-timer").textContent = length(this.#seconds())), 500);
    try {
      await walk(this, await this.post("/twilio/voice", {}, status));
    } catch (error) {
      if (!(error instanceof TwimlError)) throw error;
      await this.#broken(error.message);
    } finally {
      clearInterval(clock);
      const seconds = Math.round(this.#seconds());
      this.#note(`Call ended after ${length(seconds)}.`);
      await this.provider.post(this.told, { ...this.fields, ...endFields("completed", seconds) });
      controls(false);
      this.#state("Not in a call");
    }
  }

  // What the caller does.

  hangUp() {
    this.#gone.abort();
  }

  skip() {
    this.#skip.abort();
  }

  press(key) {
    if (key) this.#listener?.({ kind: "dtmf", key });
  }

  speak(speech) {
    if (!this.#listener?.({ kind: "speech", speech })) this.#note("Nobody is listening to speech now.");
  }

  // What TwiML asks of a line.

  async say(text, language) {
    this.#add("bot", text).lang = language;
    this.#state("Speaking");
    this.#speech = new AbortController();
    const seconds = text.length / CHARACTERS_A_SECOND;
    const wanted = get("aloud").checked;
    const aloud = wanted && readAloud(text, language, () => this.#speech.abort());
    if (wanted && !aloud) {
      get("aloud").checked = false;
      this.#note("This browser has no voice to read aloud with.");
    }
    await this.#wait(aloud ? seconds * 3 : seconds, this.#speech.signal);
    if (aloud) speechSynthesis.cancel();
  }

  hush() {
    this.#speech.abort();
  }

  async pause(seconds) {
    this.#state("Pause");
    this.#speech = new AbortController();
    await this.#wait(seconds, this.#speech.signal);
  }

  async hear({ inputs, seconds, after }) {
    const got = new AbortController();
    let heard = null;
    this.#listener = (input) => {
      if (!inputs.includes(input.kind)) return false;
      heard = input;
      if (input.speech) this.#add("caller", `You said: ${input.speech}`);
      got.abort();
      return true;
    };
    await Promise.race([after, aborted(got.signal, this.#gone.signal)]);
    if (!got.signal.aborted && !this.over) {
      const tick = countdown(seconds, (left) => this.#state(`Listening, ${left} s`));
      await this.#wait(seconds, got.signal);
      clearInterval(tick);
    }
    this.#listener = null;
    if (!heard) this.#typed = null;
    return heard;
  }

  pressed(digits) {
    if (digits.length === 1) this.#typed = this.#add("caller", "");
    this.#typed.textContent = `You pressed ${[...digits].join(" ")}`;
  }

  async dial({ numbers, seconds, limit, star, callerId }) {
    const id = newId("CA");
    const answered = new AbortController();
    const ended = new AbortController();
    let status = "no-answer";
    let talking = 0; // since when
    const press = (event) => {
      const choice = event.target.dataset.office;
      if (!choice) return;
      status = choice === "answered" ? "completed" : choice;
      if (choice === "answered") talking = Date.now();
      (choice === "answered" ? answered : ended).abort();
    };
    const called = numbers.map(readable).join(", ");
    this.#note(`Ringing ${called}, shown the number ${readable(callerId ?? this.fields.From)}.`);
    this.#state(`Ringing ${called}`);
    get("office-number").textContent = called;
    office("ringing", star);
    get("office").addEventListener("click", press, { signal: ended.signal });

    let tick = countdown(seconds, (left) => (get("office-timer").textContent = `${left} s`));
    await sleep(seconds, answered.signal, ended.signal, this.#gone.signal);
    clearInterval(tick);
    if (talking) {
      this.#note(`Connected with ${called}.`);
      this.#state(`Connected with ${called}`);
      office("connected", star);
      this.#listener = ({ key }) => {
        if (key === "*" && star) ended.abort();
        return false;
      };
      tick = setInterval(() => (get("office-timer").textContent = length((Date.now() - talking) / 1000)), 500);
      await sleep(limit, ended.signal, this.#gone.signal);
      clearInterval(tick);
      this.#listener = null;
    } else if (this.over) {
      status = "canceled";
    }
    ended.abort();
    office("", star);
    const duration = talking ? Math.round((Date.now() - talking) / 1000) : 0;
    this.#note(talking ? `The talk with ${called} is over, ${length(duration)}.` : `${called}: ${status.replace("-", " ")}.`);
    return { status, duration, id };
  }

  async post(path, fields, status = "in-progress") {
    this.#state("Waiting for the bot");
    const answer = await this.provider.post(path, {
      ...this.fields,
      CallStatus: this.over ? "completed" : status,
      ...fields,
    });
    this.changed();
    if (this.over) return null;
    if (answer.status === 200) return { path, xml: answer.text };
    await this.#broken(answer.status === 0 ? "the server does not answer" : `the bot answered with status ${answer.status}`);
    return null;
  }

  // How it is shown.

  async #broken(why) {
    this.trouble(`The call cannot go on: ${why}.`);
    await this.say("We are sorry, an application error has occurred. Goodbye.", "en-US");
  }

  async #wait(seconds, stop) {
    if (this.over) return;
    this.#skip = new AbortController();
    get("skip").disabled = false;
    await sleep(seconds, stop, this.#skip.signal, this.#gone.signal);
    get("skip").disabled = true;
  }

  #add(who, text) {
    const item = element("li", { className: who });
    item.append(...marked(text));
    get("lines").append(item);
    scrollDown();
    return item;
  }

  #note(text) {
    this.#add("note", text);
  }

  #state(text) {
    get("call-state").replaceChildren(...marked(text));
  }

  #seconds() {
    return (Date.now() - this.#started) / 1000;
  }
}

function controls(live) {
  const here = get("call").contains(document.activeElement); // the button that was pressed is about to go
  show("dial", !live);
  show("hang-up", live);
  show("call-timer", live);
  get("call-timer").textContent = length(0);
  for (const control of document.querySelectorAll("#keypad button, #say input, #say button")) control.disabled = !live;
  get("skip").disabled = true;
  get("withheld").disabled = live;
  if (here || live) get(live ? "hang-up" : "dial").focus();
}

function office(state, star) {
  show("office", state !== "");
  show("office-ringing", state === "ringing");
  show("office-connected", state === "connected");
  show("office-star", star);
  get("office-state").textContent = state === "connected" ? "is connected," : "is ringing,";
  get("office-timer").textContent = "";
  scrollDown(); // it has become shorter
}

function scrollDown() {
  get("lines-scroll").scrollTop = get("lines-scroll").scrollHeight;
}

/** Begin to read; false when this browser has no voice at all. */
function readAloud(text, language, done) {
  const voices = speechSynthesis.getVoices();
  const plain = (voice) => voice.lang.replace("_", "-");
  if (!voices.length) return false;
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.lang = language;
  spoken.voice =
    voices.find((voice) => plain(voice) === language) ?? voices.find((voice) => plain(voice).startsWith(language.slice(0, 2))) ?? null;
  spoken.onend = spoken.onerror = done;
  speechSynthesis.speak(spoken);
  return true;
}

/** Wait, or less long when one of the signals comes. */
function sleep(seconds, ...signals) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    aborted(...signals).then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function aborted(...signals) {
  const signal = AbortSignal.any(signals);
  return new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", resolve, { once: true })));
}

function countdown(seconds, tell) {
  const until = Date.now() + seconds * 1000;
  const tick = () => tell(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
  tick();
  return setInterval(tick, 500);
}

function length(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

function readable(number) {
  return number.replace(/^\+1(\d{3})(\d{3})(\d{4})(?!\d)/, "$1-$2-$3");
}
