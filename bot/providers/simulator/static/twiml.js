// Walks TwiML as Twilio does (www.twilio.com/docs/voice/twiml). Knows nothing of the page: what the caller hears and does is
// asked of a `line`, which call.js shows. What cannot be walked is a TwimlError or told to `line.trouble`.

export class TwimlError extends Error {}

/** The bodies of the texts that answer a text. `trouble` gets a sentence for each verb that is none of a text's. */
export function messageBodies(xml, trouble) {
  const bodies = [];
  for (const verb of verbs(xml)) {
    if (verb.nodeName === "Message") bodies.push((verb.querySelector("Body") ?? verb).textContent);
    else trouble(`<${verb.nodeName}> is no verb the simulator knows in the answer to a text`);
  }
  return bodies;
}

/**
 * Walk a call to its end. `document` is the answer to its first webhook: {path, xml}. The line offers:
 *   over                                 has the caller hung up?
 *   say(text, language), hush()          speech, and a key that stops it
 *   pause(seconds)
 *   hear({inputs, seconds, after})       {key} or {speech}, or null for silence that lasts `seconds` once `after` is done
 *   pressed(digits)                      what was keyed in so far
 *   dial({numbers, seconds, limit, star, callerId})   {status, duration, id} once that leg is over
 *   post(path, fields)                   the next document, or null when the bot does not answer with one
 *   trouble(sentence)
 */
export async function walk(line, document) {
  let next = document;
  while (next && !line.over) next = await perform(line, next);
}

/** One document: the next one where a verb led to it, null where the call ends. */
async function perform(line, { path, xml }) {
  for (const verb of verbs(xml)) {
    if (line.over) return null;
    const action = VERBS[verb.nodeName];
    if (!action) {
      line.trouble(`<${verb.nodeName}> is no verb the simulator knows; a real call may do something else here`);
      continue;
    }
    const result = await action(line, verb, path);
    if (result !== GO_ON) return result;
  }
  return null; // at the end of a document Twilio hangs up
}

const GO_ON = Symbol("the next verb");

const VERBS = {
  Say: say,
  Pause: pause,
  Gather: gather,
  Dial: dial,
  Redirect: (line, verb, path) => line.post(pathOf(verb.textContent.trim(), path), {}),
  Hangup: () => null,
};

async function say(line, verb) {
  const times = Number(verb.getAttribute("loop") ?? 1);
  for (let time = 0; time < times && !line.over; time++) {
    await line.say(verb.textContent.trim(), verb.getAttribute("language") ?? "en-US");
  }
  return GO_ON;
}

async function pause(line, verb) {
  await line.pause(Number(verb.getAttribute("length") ?? 1));
  return GO_ON;
}

async function gather(line, verb, path) {
  const attribute = (name, otherwise) => verb.getAttribute(name) ?? otherwise;
  const seconds = Number(attribute("timeout", 5));
  const most = Number(attribute("numDigits", Infinity));
  const finish = attribute("finishOnKey", "#");
  const inputs = attribute("input", "dtmf").split(" ");
  const prompt = { stopped: false };

  let after = speak(line, [...verb.children], prompt);
  let digits = "";
  let heard = null;
  do {
    // Who has begun to press keys is not listened to any more.
    heard = await line.hear({ inputs: digits ? ["dtmf"] : inputs, seconds, after });
    prompt.stopped = true; // whoever knows the way need not hear it out
    line.hush();
    after = Promise.resolve();
    if (!heard || heard.speech || heard.key === finish) break;
    digits += heard.key;
    line.pressed(digits);
  } while (digits.length < most);

  if (line.over) return null;
  const action = pathOf(attribute("action", path), path);
  if (heard?.speech) return line.post(action, { SpeechResult: heard.speech, Confidence: "0.91" });
  const ended = heard?.key === finish ? { FinishedOnKey: finish } : {};
  if (digits) return line.post(action, { Digits: digits, ...ended });
  return attribute("actionOnEmptyResult", "false") === "true" ? line.post(action, { Digits: "", ...ended }) : GO_ON;
}

/** What a Gather says while it listens; `prompt.stopped` ends it before the next sentence. */
async function speak(line, children, prompt) {
  for (const child of children) {
    if (prompt.stopped || line.over) return;
    if (child.nodeName === "Say" || child.nodeName === "Pause") await VERBS[child.nodeName](line, child);
    else line.trouble(`<${child.nodeName}> inside <Gather> is nothing the simulator knows`);
  }
}

/** The number of a line and its extension, which `sendDigits` dials after pauses. */
function lineOf(number) {
  const extension = (number.getAttribute("sendDigits") ?? "").replace(/^[wW]+/, "");
  return number.textContent.trim() + (extension && ` ext. ${extension}`);
}

async function dial(line, verb, path) {
  const numbers = [...verb.children].filter((child) => child.nodeName === "Number").map(lineOf);
  for (const child of verb.children) {
    if (child.nodeName !== "Number") line.trouble(`<${child.nodeName}> inside <Dial> is nothing the simulator can ring`);
  }
  const { status, duration, id } = await line.dial({
    numbers: verb.children.length ? numbers : [verb.textContent.trim()],
    seconds: Number(verb.getAttribute("timeout") ?? 30),
    limit: Number(verb.getAttribute("timeLimit") ?? 14400),
    star: verb.getAttribute("hangupOnStar") === "true",
    callerId: verb.getAttribute("callerId"),
  });
  const action = verb.getAttribute("action");
  if (!action) return GO_ON;
  const talked = status === "completed";
  // Posted also when it was the caller who hung up: the leg has ended, only nobody hears what comes next.
  return line.post(pathOf(action, path), {
    DialCallStatus: status,
    DialCallSid: id,
    DialBridged: String(talked),
    ...(talked ? { DialCallDuration: String(duration) } : {}),
  });
}

/** Where a webhook goes: the bot writes its public address, which may not be the one this page came from. */
function pathOf(url, here) {
  const { pathname, search } = new URL(url, new URL(here, location.origin));
  const start = pathname.indexOf("/twilio/");
  if (start < 0) throw new TwimlError(`${url} is no webhook of the bot's: its path has no /twilio/`);
  return pathname.slice(start) + search;
}

function verbs(xml) {
  const document = new DOMParser().parseFromString(xml, "text/xml");
  if (document.querySelector("parsererror")) throw new TwimlError("the answer is not XML");
  if (document.documentElement.nodeName !== "Response") throw new TwimlError("the answer is not a <Response>");
  return [...document.documentElement.children];
}
