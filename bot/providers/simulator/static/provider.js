// The provider between the phone and the bot: makes the webhooks a provider would send, has them signed, posts them, keeps a
// log. What TwiML means is in twiml.js, what is shown in texts.js and call.js.

const ROOT = new URL(".", location.href); // the page is at /simulator, the webhooks are next to it

const ACCOUNT = `AC${"0".repeat(32)}`;
// Where the number was handed out, which is not where its owner lives: a bot that takes it for an address is wrong.
const RATE_CENTRE = { City: "KENT", State: "WA", Zip: "98032", Country: "US" };
const PHOTO = { MediaUrl0: "https://media.example.com/photo.jpg", MediaContentType0: "image/jpeg" };

/** An id as Twilio writes them: two letters and 32 hexadecimal digits. */
export function newId(prefix) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return prefix + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The fields of an inbound text (reference: Twilio's messaging webhook request). */
export function textFields({ from, to, body, segments, photo = false }) {
  const id = newId("SM");
  return {
    ...common(),
    ...places("From"),
    ...places("To"),
    MessageSid: id,
    SmsMessageSid: id,
    SmsSid: id,
    SmsStatus: "received",
    From: from,
    To: to,
    Body: body,
    NumMedia: photo ? "1" : "0",
    NumSegments: String(segments),
    ...(photo ? PHOTO : {}),
  };
}

export const WITHHELD = "+266696687"; // "anonymous" on a keypad: how a number that is not shown arrives

/** The fields that come with every webhook of a call; `direction` is "inbound", or "outbound-api" for one the bot placed. */
export function callFields({ id, from, to, direction }) {
  return {
    ...common(),
    ...places("From"),
    ...places("To"),
    CallSid: id,
    From: from,
    Caller: from,
    To: to,
    Called: to,
    Direction: direction,
    ...(direction === "inbound" && from !== WITHHELD ? { StirVerstat: "TN-Validation-Passed-A" } : {}),
  };
}

/** The fields that a call's end adds; `status` is completed, busy, no-answer, failed or canceled. */
export function endFields(status, seconds) {
  return {
    CallStatus: status,
    CallDuration: String(seconds),
    Duration: String(Math.ceil(seconds / 60)),
    Timestamp: new Date().toUTCString(),
    SequenceNumber: "0",
    CallbackSource: "call-progress-events",
  };
}

/** The fields that tell what became of a text the bot started; `code` where it failed (reference: Twilio's error dictionary). */
export function receiptFields({ id, from, to, status, code = "" }) {
  const failed = code ? { ErrorCode: code } : {};
  return { ...common(), MessageSid: id, SmsSid: id, From: from, To: to, MessageStatus: status, SmsStatus: status, ...failed };
}

function common() {
  return { AccountSid: ACCOUNT, ApiVersion: "2010-04-01" };
}

function places(who) {
  return Object.fromEntries(Object.entries(RATE_CENTRE).map(([name, value]) => [who + name, value]));
}

/**
 * Posts webhooks. `isForged()` tells whether signatures shall be wrong; `log(entry)` gets each request:
 * {at, path, status (0: no answer), ms, what}.
 */
export class Provider {
  #last = null;

  constructor({ isForged, log }) {
    this.isForged = isForged;
    this.log = log;
  }

  /** Post a webhook; gives {status, text}. Status 0: the server is away. */
  async post(path, fields) {
    const form = new URLSearchParams(fields);
    // The signature is made over what will be on the wire: URLSearchParams has mended broken characters.
    const signed = await this.#ask("sign", { path, form: Object.fromEntries(form) });
    if (!signed) return { status: 0, text: "" };
    const signature = this.isForged() ? forged(signed.signature) : signed.signature;
    const webhook = { path, body: form.toString(), signature, what: summary(fields) };
    const answer = await this.#deliver(webhook);
    // A receipt for a text is nothing anyone wants to repeat.
    if (!fields.MessageStatus) this.#last = { webhook, answer };
    return answer;
  }

  /** Post the last webhook once more, byte for byte; gives {status, same}, or null when there is none. */
  async again() {
    if (!this.#last) return null;
    const { webhook, answer } = this.#last;
    const repeated = await this.#deliver({ ...webhook, what: `again: ${webhook.what}` });
    return { status: repeated.status, same: repeated.status === answer.status && repeated.text === answer.text };
  }

  /** A number that the bot knows nobody by; null when it cannot be had. */
  async freshNumber() {
    return (await this.#ask("fresh", {}))?.number ?? null;
  }

  /** How texts travel: for each {count, units, encoding}, measured by the bot itself. */
  async measure(texts) {
    return (await this.#ask("measure", { texts })) ?? texts.map(() => null);
  }

  /** What the drawer asks of `number`: "conversation", "keep", "back", "erase" or "clock"; {problem} where it cannot be, or null. */
  async tell(what, number, more = {}) {
    return this.#ask(what, { number, ...more });
  }

  /** What the bot has started towards a number; null when the server is away. */
  async inbox(number) {
    try {
      const response = await fetch(new URL(`simulator/inbox?${new URLSearchParams({ number })}`, ROOT));
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  async #deliver({ path, body, signature, what }) {
    const headers = { "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", "X-Twilio-Signature": signature };
    const at = new Date();
    const started = performance.now();
    let answer = { status: 0, text: "" };
    try {
      const response = await fetch(new URL(path.slice(1), ROOT), { method: "POST", headers, body });
      answer = { status: response.status, text: await response.text() };
    } catch {
      // The log shows it: no answer.
    }
    this.log({ at, path, status: answer.status, ms: Math.round(performance.now() - started), what });
    return answer;
  }

  async #ask(what, question) {
    const started = performance.now();
    let status = 0;
    try {
      const response = await fetch(new URL(`simulator/${what}`, ROOT), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(question),
      });
      status = response.status;
      if (response.ok || status === 409) return await response.json();
    } catch {
      // Falls through to the log.
    }
    const ms = Math.round(performance.now() - started);
    this.log({ at: new Date(), path: `/simulator/${what}`, status, ms, what: "the simulator's own request failed" });
    return null;
  }
}

function forged(signature) {
  // As long as a real one, and never equal to it.
  return (signature[0] === "A" ? "B" : "A") + signature.slice(1);
}

const TELLING = ["Body", "Digits", "SpeechResult", "DialCallStatus", "MessageStatus", "CallStatus"];

function summary(fields) {
  const name = TELLING.find((field) => fields[field]) ?? (fields.NumMedia === "1" ? "NumMedia" : "Body");
  return `${name}=${(fields[name] ?? "").slice(0, 60)}`;
}
