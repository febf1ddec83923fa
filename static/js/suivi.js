// What <portail-semaine> and <portail-absence> share: after each change of the form around it, the element asks the
// server what it comes to, and shows it. One request at a time: what is changed meanwhile goes after it.
const PATIENCE = 10000;

export class FormulaireSuivi extends HTMLElement {
  // Said by each: how long it waits, the header that asks, the part of the answer that is shown, and its silence.
  static attente = 150;
  static entete = {};
  static partie = "";
  static muet = "";

  connectedCallback() {
    this.form = this.closest("form");
    this.dit = this.querySelector("[role=status]");
    if (!this.form || !this.dit) return;
    this.suivi = new AbortController();
    const { signal } = this.suivi;
    this.form.addEventListener("change", (event) => this.suit(event.target) && this.prevoir(), { signal });
    this.form.addEventListener("submit", (event) => this.envoyer(event), { signal });
    // A browser that comes back to the page gives back its ticks, not what was said of them.
    window.addEventListener("pageshow", () => this.retrouver(), { signal });
    if (document.readyState === "complete") this.retrouver();
  }

  disconnectedCallback() {
    this.suivi?.abort();
    clearTimeout(this.minuteur);
  }

  retrouver() {
    if ([...this.form.elements].some((un) => this.suit(un) && this.change(un))) this.prevoir();
  }

  prevoir() {
    clearTimeout(this.minuteur);
    this.minuteur = setTimeout(() => {
      this.minuteur = 0;
      this.suite();
    }, this.constructor.attente);
    this.attendu = true;
    this.setAttribute("aria-busy", "true");
  }

  suite() {
    this.demande = (this.demande ?? Promise.resolve()).then(() => this.demander());
    return this.demande;
  }

  async demander() {
    // Another change is waiting its turn: it says this one too.
    if (this.minuteur) return;
    const { entete, partie, muet } = this.constructor;
    try {
      const reponse = await fetch(this.form.action, {
        method: "POST", body: this.donnees(), headers: entete, signal: AbortSignal.timeout(PATIENCE),
      });
      if (this.detourne(reponse)) return;
      const recue = reponse.ok && !reponse.redirected
        ? new DOMParser().parseFromString(await reponse.text(), "text/html").querySelector(partie)
        : null;
      if (recue) this.remplacer(this.querySelector(partie), recue);
      this.dire(recue ? recue.dataset.annonce : muet);
    } catch {
      this.dire(muet);
    }
    if (this.minuteur) return;
    this.attendu = false;
    this.removeAttribute("aria-busy");
  }

  dire(phrase) {
    this.dit.textContent = phrase;
    this.dit.classList.toggle("masque", phrase !== this.constructor.muet);
  }

  donnees() { return new FormData(this.form); }

  detourne() { return false; }

  remplacer(ancienne, nouvelle) { ancienne.replaceWith(nouvelle); }
}
