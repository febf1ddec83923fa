// <vers-la-banque>: the payer has just pressed « Payer », the form leaves by itself. Who comes back to this page by the
// browser's own button stays on it, and without a script the button is there.
class VersLaBanque extends HTMLElement {
  connectedCallback() {
    const [navigation] = performance.getEntriesByType("navigation");
    if (navigation?.type === "navigate") this.querySelector("form")?.requestSubmit();
  }
}

customElements.define("vers-la-banque", VersLaBanque);
