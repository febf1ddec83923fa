// <portail-semaine>: after each change of its form, asks the server for the bar and puts it in the place of the old
// one. One request at a time, since each one makes a version of the draft: what is changed meanwhile goes after it.
// When another device changed the same cells (409), the page is read again: its boxes are then both devices'.
const ATTENTE = 180;
const PATIENCE = 10000;
const MUET = "Le total n’a pas pu être mis à jour : l’étape 2 le recalcule.";

const autrement = (controle) => {
  if (controle.type === "checkbox") return controle.checked !== controle.defaultChecked;
  if (controle.tagName !== "SELECT") return controle.value !== controle.defaultValue;
  const options = [...controle.options];
  return controle.selectedOptions[0] !== (options.find((o) => o.defaultSelected) ?? options[0]);
};

class PortailSemaine extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.dit = this.querySelector("[role=status]");
    if (!this.form || !this.dit) return;
    this.suivi = new AbortController();
    const { signal } = this.suivi;
    this.form.addEventListener("change", (event) => this.changer(event), { signal });
    this.form.addEventListener("submit", (event) => this.envoyer(event), { signal });
    // A browser that comes back to the page gives back its ticks, not the bar that went with them.
    window.addEventListener("pageshow", () => this.retrouver(), { signal });
    if (document.readyState === "complete") this.retrouver();
  }

  disconnectedCallback() {
    this.suivi?.abort();
    clearTimeout(this.minuteur);
  }

  retrouver() {
    const touches = this.form.querySelectorAll("[name=choix], input[type=time]");
    if ([...touches].some(autrement)) this.prevoir();
  }

  changer(event) {
    if (event.target.name === "choix" || event.target.type === "time") this.prevoir();
  }

  prevoir() {
    clearTimeout(this.minuteur);
    this.minuteur = setTimeout(() => {
      this.minuteur = 0;
      this.demande = (this.demande ?? Promise.resolve()).then(() => this.demander());
    }, ATTENTE);
    this.attendu = true;
    this.setAttribute("aria-busy", "true");
  }

  async demander() {
    // Another change is waiting its turn: it says this one too.
    if (this.minuteur) return;
    try {
      const reponse = await fetch(this.form.action, {
        method: "POST",
        body: new FormData(this.form),
        headers: { "X-Semaine": "barre" },
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (reponse.status === 409) {
        this.relu = true;
        location.replace(location.pathname + location.search);
        return;
      }
      const recue = reponse.ok && !reponse.redirected
        ? new DOMParser().parseFromString(await reponse.text(), "text/html").querySelector(".barre-semaine")
        : null;
      if (recue) this.remplacer(recue);
      else this.dire(MUET);
    } catch {
      this.dire(MUET);
    }
    if (this.minuteur) return;
    this.attendu = false;
    this.removeAttribute("aria-busy");
  }

  remplacer(nouvelle) {
    const ancienne = this.querySelector(".barre-semaine");
    const tient = ancienne.contains(document.activeElement) ? document.activeElement : null;
    const pli = nouvelle.querySelector("details");
    if (pli) pli.open = ancienne.querySelector("details")?.open ?? false;
    ancienne.replaceWith(nouvelle);
    if (tient) {
      const meme = tient.value ? `button[value="${CSS.escape(tient.value)}"]` : tient.localName;
      (nouvelle.querySelector(meme) ?? nouvelle.querySelector("button")).focus({ preventScroll: true });
    }
    this.dire(nouvelle.dataset.annonce);
  }

  dire(phrase) {
    this.dit.textContent = phrase;
    this.dit.classList.toggle("masque", phrase !== MUET);
  }

  // A button pressed before the bar has answered: what it said was not the last word, and is to be read again.
  async envoyer(event) {
    if (!this.attendu) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const valeur = event.submitter?.value;
    clearTimeout(this.minuteur);
    this.minuteur = 0;
    await (this.demande = (this.demande ?? Promise.resolve()).then(() => this.demander()));
    this.attendu = false;
    if (this.relu) return;
    const bouton = [...this.form.querySelectorAll("button[name=vers]")].find(
      (un) => un.value === (valeur === "confirmer" ? "etape2" : valeur),
    );
    this.form.requestSubmit(bouton);
  }
}

customElements.define("portail-semaine", PortailSemaine);
