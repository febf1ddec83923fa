// <barre-recap>: says what the ticked days of its form change, and for how much.
const pluriel = (compte, mot) => `${compte} ${mot}${compte > 1 ? "s" : ""}`;

const montant = (centimes) => {
  const signe = centimes < 0 ? "−" : "+";
  const [euros, reste] = (Math.abs(centimes) / 100).toFixed(2).split(".");
  return `${signe}\u202f${euros.replace(/\B(?=(\d{3})+$)/g, "\u202f")},${reste}\u202f€`;
};

class BarreRecap extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.somme = this.querySelector("[role=status]");
    if (!this.form || !this.somme) return;
    this.dire = () => this.calculer();
    this.form.addEventListener("change", this.dire);
    this.calculer();
  }

  disconnectedCallback() {
    this.form?.removeEventListener("change", this.dire);
  }

  calculer() {
    let ajouts = 0, retraits = 0, centimes = 0;
    for (const caseJour of this.form.querySelectorAll("input[data-initial]")) {
      const avant = caseJour.dataset.initial === "1";
      if (caseJour.checked === avant) continue;
      const prix = Number(caseJour.dataset.centimes || 0);
      if (avant) { retraits += 1; centimes -= prix; } else { ajouts += 1; centimes += prix; }
    }
    const mots = [];
    if (ajouts) mots.push(pluriel(ajouts, "ajout"));
    if (retraits) mots.push(pluriel(retraits, "annulation"));
    // What the others pay, and whether they can, is the next step's: never a sum that is not the whole one.
    const autres = this.form.querySelector("input[name=aussi]:checked");
    const qui = autres && this.somme.dataset.prenom ? `${this.somme.dataset.prenom} : ` : "";
    const suite = qui ? ". Total avec les autres enfants à l’étape 2" : "";
    this.somme.textContent = mots.length
      ? `${qui}${mots.join(", ")} · ${centimes ? montant(centimes) : "0,00\u202f€"}${suite}`
      : this.somme.dataset.attente;
  }
}

customElements.define("barre-recap", BarreRecap);
