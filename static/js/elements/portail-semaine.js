// <portail-semaine>: brings the bar up to date. Each answer makes a version of the draft; when another device changed
// the same cells (409), the page is read again: its boxes are then both devices'.
import { FormulaireSuivi } from "../suivi.js";

class PortailSemaine extends FormulaireSuivi {
  static attente = 180;
  static entete = { "X-Semaine": "barre" };
  static partie = ".barre-semaine";
  static muet = "Le total n’a pas pu être mis à jour : l’étape 2 le recalcule.";

  suit(controle) { return controle.name === "choix" || controle.type === "time"; }

  change(controle) {
    if (controle.type === "checkbox") return controle.checked !== controle.defaultChecked;
    if (controle.tagName !== "SELECT") return controle.value !== controle.defaultValue;
    const options = [...controle.options];
    return controle.selectedOptions[0] !== (options.find((o) => o.defaultSelected) ?? options[0]);
  }

  detourne(reponse) {
    this.relu = reponse.status === 409;
    if (this.relu) location.replace(location.pathname + location.search);
    return this.relu;
  }

  remplacer(ancienne, nouvelle) {
    const tient = ancienne.contains(document.activeElement) ? document.activeElement : null;
    const pli = nouvelle.querySelector("details");
    if (pli) pli.open = ancienne.querySelector("details")?.open ?? false;
    super.remplacer(ancienne, nouvelle);
    if (!tient) return;
    const meme = tient.value ? `button[value="${CSS.escape(tient.value)}"]` : tient.localName;
    (nouvelle.querySelector(meme) ?? nouvelle.querySelector("button")).focus({ preventScroll: true });
  }

  // A button pressed before the bar has answered: what it said was not the last word, and is to be read again.
  async envoyer(event) {
    if (!this.attendu) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const valeur = event.submitter?.value;
    clearTimeout(this.minuteur);
    this.minuteur = 0;
    await this.suite();
    this.attendu = false;
    if (this.relu) return;
    const bouton = [...this.form.querySelectorAll("button[name=vers]")].find(
      (un) => un.value === (valeur === "confirmer" ? "etape2" : valeur),
    );
    this.form.requestSubmit(bouton);
  }
}

customElements.define("portail-semaine", PortailSemaine);
