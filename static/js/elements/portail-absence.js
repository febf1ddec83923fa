// <portail-absence>: after each change of what is ticked, asks the server what stays billed and shows it. One request
// at a time. A button pressed before the answer sends the mark of what was said before: the server says it first.
const ATTENTE = 150;
const PATIENCE = 10000;
const MUET = "Ce qui sera facturé n’a pas pu être mis à jour : il sera redit avant d’être envoyé.";

class PortailAbsence extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.dit = this.querySelector("[role=status]");
    if (!this.form || !this.dit) return;
    this.suivi = new AbortController();
    const { signal } = this.suivi;
    this.form.addEventListener("change", (event) => this.changer(event), { signal });
    this.form.addEventListener("submit", () => clearTimeout(this.minuteur), { signal });
    // A browser that comes back to the page gives back its ticks, not what was said of them.
    window.addEventListener("pageshow", () => this.retrouver(), { signal });
    if (document.readyState === "complete") this.retrouver();
  }

  disconnectedCallback() {
    this.suivi?.abort();
    clearTimeout(this.minuteur);
  }

  retrouver() {
    const cases = this.form.querySelectorAll("[name=reservations], [name=motif]");
    if ([...cases].some((une) => une.checked !== une.defaultChecked)) this.prevoir();
  }

  changer(event) {
    if (event.target.name === "reservations" || event.target.name === "motif") this.prevoir();
  }

  prevoir() {
    clearTimeout(this.minuteur);
    this.minuteur = setTimeout(() => {
      this.minuteur = 0;
      this.demande = (this.demande ?? Promise.resolve()).then(() => this.demander());
    }, ATTENTE);
    this.setAttribute("aria-busy", "true");
  }

  async demander() {
    // Another change is waiting its turn: it says this one too.
    if (this.minuteur) return;
    const donnees = new FormData(this.form);
    donnees.delete("document");
    try {
      const reponse = await fetch(this.form.action, {
        method: "POST", body: donnees, headers: { "X-Absence": "bilan" }, signal: AbortSignal.timeout(PATIENCE),
      });
      const recu = reponse.ok && !reponse.redirected
        ? new DOMParser().parseFromString(await reponse.text(), "text/html").querySelector(".bilan")
        : null;
      if (recu) this.querySelector(".bilan").replaceWith(recu);
      this.dire(recu ? recu.dataset.annonce : MUET);
    } catch {
      this.dire(MUET);
    }
    if (!this.minuteur) this.removeAttribute("aria-busy");
  }

  dire(phrase) {
    this.dit.textContent = phrase;
    this.dit.classList.toggle("masque", phrase !== MUET);
  }
}

customElements.define("portail-absence", PortailAbsence);
