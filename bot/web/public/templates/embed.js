// A Patchline campaign on a web site. Sets no cookie, reads nothing of the page, and adds no style sheet.
//   <patchline-campaign campaign="ID"><a href="...">what is shown where frames are forbidden</a></patchline-campaign>
//   <script src=".../embed.js" async></script>      or, shorter:      <script src=".../embed.js" data-campaign="ID"></script>
(() => {
  const script = document.currentScript;
  const home = new URL(".", script.src);
  const words = {{ words | tojson }};

  class PatchlineCampaign extends HTMLElement {
    connectedCallback() {
      if (this.frame || !this.getAttribute("campaign")) return;
      const spoken = (this.closest("[lang]")?.lang || "").slice(0, 2).toLowerCase();
      const said = words[spoken] || Object.values(words)[0];
      const page = new URL(`c/${encodeURIComponent(this.getAttribute("campaign"))}`, home);
      if (words[spoken]) page.searchParams.set("lang", spoken);
      if (this.getAttribute("ref")) page.searchParams.set("ref", this.getAttribute("ref"));
      if (!this.firstElementChild) {
        const link = document.createElement("a");
        link.href = page;
        link.textContent = said.open;
        this.append(link);
      }
      // The link stays until the page in the frame has told how high it is: a site may forbid frames, or the server be away.
      this.links = [...this.childNodes];
      this.frame = document.createElement("iframe");
      page.pathname += "/embed";
      this.frame.src = page;
      this.frame.title = said.title;
      this.frame.style.cssText = "display: block; width: 100%; height: 0; border: 0";
      this.append(this.frame);
      this.hear = (event) => this.told(event);
      this.refuse = (event) => this.refused(event);
      addEventListener("message", this.hear);
      document.addEventListener("securitypolicyviolation", this.refuse);
    }

    disconnectedCallback() {
      removeEventListener("message", this.hear);
      document.removeEventListener("securitypolicyviolation", this.refuse);
      this.frame?.remove();
      this.frame = undefined;
    }

    told(event) {
      if (event.source !== this.frame?.contentWindow || event.origin !== home.origin) return;
      const { patchline, height, at } = event.data ?? {};
      if (patchline !== "size" || !(height > 0)) return;
      this.links.forEach((node) => node.remove());
      this.frame.style.height = `${Math.min(height, 20000)}px`;
      if (at > 0) scrollTo({ top: scrollY + this.frame.getBoundingClientRect().top + at - 16 });
    }

    refused(event) {
      if (/^(frame|child|default)-src/.test(event.effectiveDirective) && event.blockedURI.startsWith(home.origin)) this.frame?.remove();
    }
  }

  if (!customElements.get("patchline-campaign")) customElements.define("patchline-campaign", PatchlineCampaign);
  if (script.dataset.campaign) {
    const place = document.createElement("patchline-campaign");
    place.setAttribute("campaign", script.dataset.campaign);
    for (const name of ["lang", "ref"]) if (script.dataset[name]) place.setAttribute(name, script.dataset[name]);
    script.after(place);
  }
})();
