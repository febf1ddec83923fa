// <portail-absence>: says what stays billed of what is ticked. A button pressed before the answer sends the mark of what
// was said before: the server says it first.
import { FormulaireSuivi } from "../suivi.js";

class PortailAbsence extends FormulaireSuivi {
  static entete = { "X-Absence": "bilan" };
  static partie = ".bilan";
  static muet = "Ce qui sera facturé n’a pas pu être mis à jour : il sera redit avant d’être envoyé.";

  suit(controle) { return controle.name === "reservations" || controle.name === "motif"; }

  change(controle) { return controle.checked !== controle.defaultChecked; }

  donnees() {
    const donnees = super.donnees();
    donnees.delete("document");
    return donnees;
  }

  envoyer() { clearTimeout(this.minuteur); }
}

customElements.define("portail-absence", PortailAbsence);
