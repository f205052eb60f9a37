// Where a site has CallPower's script: whoever sends its form is texted a code, and types it where the site shows the words.
// window.CallPowerOptions may name the form and its fields, how the words are shown, and functions of the site's own.
(() => {
  const told = {{ told | tojson }};
  const options = window.CallPowerOptions || {};
  // A selector, an element, or a list of elements as libraries wrap them.
  const every = (given) => (typeof given === "string" ? [...document.querySelectorAll(given)] : given?.tagName ? [given] : [...(given || [])]);

  class CallPowerForm {
    constructor(selector) {
      [this.form] = every(options.form || selector);
      this.locationField = every(options.locationField || told.location);
      this.phoneField = every(options.phoneField || told.phone);
      this.scriptDisplay = options.scriptDisplay || told.shows;
      for (const name of ["country", "location", "phone", "onSuccess", "onError"]) {
        if (typeof options[name] === "function") this[name] = options[name];
      }
      this.form?.addEventListener("submit", (event) => this.makeCall(event));
    }

    country() {
      return "US";
    }

    location() {
      return this.locationField.map((field) => field.value).join(" ").trim();
    }

    phone() {
      return this.phoneField.map((field) => field.value).join("").trim();
    }

    async makeCall(event) {
      event?.preventDefault();
      event?.stopImmediatePropagation();
      if (this.asking) return;
      this.asking = true;
      let answer = { error: told.failed };
      try {
        const asked = { campaignId: told.id, userPhone: this.phone(), userLocation: this.location(), userCountry: this.country() };
        if (options.ref) asked.ref = options.ref;
        answer = await (await fetch(told.create, { method: "POST", body: new URLSearchParams(asked) })).json();
      } catch {
        // The server is away, or the site forbids to ask it: the link leads to the page.
      }
      this.asking = false;
      if (answer.call === "queued") this.onSuccess(answer);
      else this.onError(this.form, answer.error || told.failed, answer.redirect);
    }

    onSuccess(answer) {
      this.said?.remove();
      for (const place of every(options.phoneDisplay)) place.textContent = answer.fromNumber;
      if (this.scriptDisplay === "redirect") return location.assign(answer.redirect);
      const words = document.createElement(this.scriptDisplay === "replace" ? "div" : "dialog");
      words.innerHTML = answer.script;
      this.form.after(words);
      if (this.scriptDisplay === "replace") {
        this.form.hidden = true;
        return words.querySelector("input[name=code]").focus();
      }
      const close = document.createElement("button");
      close.textContent = options.overlayCloseText || told.close;
      close.addEventListener("click", () => words.close());
      words.append(close);
      // What the site's own form is for comes after the call, as it did.
      words.addEventListener("close", () => {
        words.remove();
        if (this.form.hasAttribute("action")) HTMLFormElement.prototype.submit.call(this.form);
      });
      words.showModal();
    }

    onError(form, why, page) {
      this.said?.remove();
      this.said = document.createElement("p");
      this.said.setAttribute("role", "alert");
      const link = document.createElement("a");
      link.href = page || told.page;
      link.textContent = told.open;
      this.said.append(`${why} `, link);
      this.form.after(this.said);
    }
  }

  window.CallPowerForm = CallPowerForm;
  {%- if starts %}
  const begin = () => {
    window.callPowerForm = new CallPowerForm(document.querySelector(told.form) ? told.form : "form");
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
  {%- endif %}
})();
