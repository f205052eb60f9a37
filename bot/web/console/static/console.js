"use strict";
// What pages do beyond links and forms. Every page works without it. No text is made here: words come from the page.

// The time zone of who looks, so that times are told on their clock.
document.cookie = "zone=" + encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone).replaceAll("%2F", "/") +
  ";path=/console;max-age=31536000;samesite=lax";

// A piece of a page that looks for news: <div data-poll="2" data-from="address">, seconds. The answer is its new inside; an
// empty one with the status 204 says that nothing moved, and a piece that comes without data-poll is looked for no more.
async function poll(piece) {
  let failed = 0;
  while (piece.isConnected && piece.dataset.poll) {
    await new Promise((go) => setTimeout(go, piece.dataset.poll * 1000 * Math.min(2 ** failed, 16)));
    if (document.hidden) continue;
    try {
      const answer = await fetch(piece.dataset.from, { headers: { "X-Fragment": piece.dataset.mark || "0" } });
      if (answer.status === 401) return location.reload();
      if (answer.status === 200) {
        piece.innerHTML = await answer.text();
        piece.dataset.mark = answer.headers.get("X-Mark") || "0";
        if (answer.headers.get("X-Reload")) return location.reload();
        if (answer.headers.get("X-Poll")) piece.dataset.poll = answer.headers.get("X-Poll");
        if (answer.headers.get("X-Done")) delete piece.dataset.poll;
      }
      failed = answer.ok ? 0 : failed + 1;
    } catch {
      failed += 1;
    }
    piece.toggleAttribute("data-stale", failed > 1);
  }
}
for (const piece of document.querySelectorAll("[data-poll]")) poll(piece);

// A form that shows what would come of it while one types: <form data-preview="address" data-shows="id of a place">.
for (const form of document.querySelectorAll("form[data-preview]")) {
  let waiting, asking;
  const show = async () => {
    asking?.abort();
    asking = new AbortController();
    const place = document.getElementById(form.dataset.shows);
    try {
      const body = new FormData(form);
      const answer = await fetch(form.dataset.preview, { method: "POST", body, headers: { "X-Fragment": "0" }, signal: asking.signal });
      if (answer.status === 401) return location.reload();
      if (answer.ok) place.innerHTML = await answer.text();
      place.toggleAttribute("data-stale", !answer.ok);
    } catch (error) {
      if (error.name !== "AbortError") place.setAttribute("data-stale", "");
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 600);
  });
  if (form.hasAttribute("data-preview-now")) show();
}

// A form is sent once, however often its button is pressed; back in the browser's history it can be sent again. One that is
// answered with a file leaves its page where it is, and can be sent again at once: <form data-file>.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("data-file")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A chip puts its placeholder where the cursor is in its field: <button data-insert="{zip}" data-into="text-en">.
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-insert]");
  if (chip) {
    const field = document.getElementById(chip.dataset.into);
    field.setRangeText(chip.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  // The browser speaks what a caller hears: <button data-speak="id of the text" data-language="es">.
  const speaks = event.target.closest("[data-speak]");
  if (speaks && "speechSynthesis" in window) {
    speechSynthesis.cancel();
    const words = new SpeechSynthesisUtterance(document.getElementById(speaks.dataset.speak).textContent);
    words.lang = speaks.dataset.language;
    speechSynthesis.speak(words);
  }
  const copies = event.target.closest("[data-copy]");
  if (copies) navigator.clipboard?.writeText(document.getElementById(copies.dataset.copy).textContent.trim());
});

// A password is shown while its box is ticked: <input type="checkbox" data-reveals="id of the field">. It is sent as a password,
// so that whatever keeps passwords knows it for one.
for (const box of document.querySelectorAll("[data-reveals]")) {
  const field = document.getElementById(box.dataset.reveals);
  const show = () => { field.type = box.checked ? "text" : "password"; };
  box.parentElement.hidden = false;
  box.addEventListener("change", show);
  field.form.addEventListener("submit", () => { box.checked = false; show(); });
}

// A file that is too large is told of before it is sent: <input type="file" data-most="bytes" data-too-large="words">.
for (const field of document.querySelectorAll("input[type=file][data-most]")) {
  field.addEventListener("change", () => {
    const large = [...field.files].some((file) => file.size > Number(field.dataset.most));
    field.setCustomValidity(large ? field.dataset.tooLarge : "");
    field.reportValidity();
  });
}

// What was typed outlives a closed tab, a lost network, and a session that was over when it was sent: <form data-draft="alert 3">.
// It is kept until another page, or the form with another data-version, shows that it was taken. Where a sign-in came between,
// <form data-signs-in>, the form is filled again at once; else it is offered, unless it says the same already.
const SENT = "sent draft", BETWEEN = "sent draft, then signed out";
const signsIn = document.querySelector("[data-signs-in]") !== null;
let sent = JSON.parse(sessionStorage.getItem(SENT) || "null");
if (sent && signsIn) sessionStorage.setItem(BETWEEN, sent.key);
for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = "draft " + form.dataset.draft;
  const fields = () => [...form.elements].filter((each) => each.name && !["hidden", "password", "file", "submit", "button"].includes(each.type));
  const isChoice = (field) => ["checkbox", "radio"].includes(field.type);
  const nameOf = (field) => (isChoice(field) ? field.name + "=" + field.value : field.name);
  const valueOf = (field) => (isChoice(field) ? field.checked : field.value);
  const same = (one, other) => String(one).trim().toLowerCase() === String(other).trim().toLowerCase();
  const kept = JSON.parse(localStorage.getItem(key) || "null");
  const restore = form.querySelector("[data-restore]");
  const fill = () => {
    for (const field of fields()) {
      if (!(nameOf(field) in kept)) continue;
      if (isChoice(field)) field.checked = kept[nameOf(field)]; else field.value = kept[nameOf(field)];
    }
    if (restore) restore.hidden = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const differs = kept && fields().some((field) => nameOf(field) in kept && !same(kept[nameOf(field)], valueOf(field)));
  if (kept && restore) restore.addEventListener("click", fill);
  form.addEventListener("input", () => {
    localStorage.setItem(key, JSON.stringify(Object.fromEntries(fields().map((each) => [nameOf(each), valueOf(each)]))));
  });
  form.addEventListener("submit", () => {
    sessionStorage.setItem(SENT, JSON.stringify({ key, version: form.dataset.version || "" }));
    sessionStorage.removeItem(BETWEEN);
  });
  const isBetween = sessionStorage.getItem(BETWEEN) === key;
  const wasTaken = sent?.key === key && !isBetween && sent.version !== (form.dataset.version || "");
  if (kept && (wasTaken || !differs)) localStorage.removeItem(key);
  else if (kept && isBetween) fill();
  else if (kept && restore) restore.hidden = false;
  if (sent?.key === key) {
    sessionStorage.removeItem(SENT);
    sessionStorage.removeItem(BETWEEN);
    sent = null;
  }
}
if (sent && !signsIn && sessionStorage.getItem(BETWEEN) !== sent.key && !document.querySelector("[data-refused]")) {
  localStorage.removeItem(sent.key);
  sessionStorage.removeItem(SENT);
}

// A passkey: <form data-passkey="create or get" data-options="address">. What the browser says of it goes into the field `said`.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    if (form.elements.said.value) return;
    event.preventDefault();
    event.stopPropagation();
    try {
      const body = new FormData(form);
      const answer = await fetch(form.dataset.options, { method: "POST", body, headers: { "X-Fragment": "0" } });
      if (answer.status === 401) return location.reload();
      const asked = await answer.json();
      const create = form.dataset.passkey === "create";
      const publicKey = create ? PublicKeyCredential.parseCreationOptionsFromJSON(asked) : PublicKeyCredential.parseRequestOptionsFromJSON(asked);
      const made = await navigator.credentials[form.dataset.passkey]({ publicKey });
      form.elements.said.value = JSON.stringify(made);
      form.requestSubmit();
    } catch (error) {
      form.setAttribute("data-stale", "");  // it was called off, or the browser has none: the other ways stand beside it
    }
  });
}
