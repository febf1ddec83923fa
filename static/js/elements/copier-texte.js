// <copier-texte data-bouton="Copier la clé" data-fait="Clé copiée">: adds a button that copies the text inside. Without
// a script, a press on the text selects it whole (user-select: all).
class CopierTexte extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard || this.querySelector("button")) return;
    const texte = this.textContent.trim();
    const bouton = document.createElement("button");
    bouton.type = "button";
    bouton.className = "bouton";
    bouton.dataset.variante = "secondaire";
    bouton.textContent = this.dataset.bouton;
    const etat = document.createElement("span");
    etat.setAttribute("role", "status");
    etat.className = "muet";
    bouton.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(texte.replaceAll(/\s/g, ""));
        etat.textContent = this.dataset.fait;
      } catch { /* the text is still there to select */ }
    });
    this.append(bouton, etat);
  }
}

customElements.define("copier-texte", CopierTexte);
