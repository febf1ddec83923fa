// <mot-de-passe> around a password field: adds a button that shows what is typed.
class MotDePasse extends HTMLElement {
  connectedCallback() {
    const saisie = this.querySelector("input[type=password]");
    if (!saisie || this.querySelector("button")) return;
    const bouton = document.createElement("button");
    bouton.type = "button";
    bouton.className = "bouton";
    bouton.dataset.variante = "discret";
    bouton.textContent = "Afficher";
    bouton.setAttribute("aria-label", "Afficher le mot de passe");
    bouton.setAttribute("aria-controls", saisie.id);
    bouton.addEventListener("click", () => {
      const montrer = saisie.type === "password";
      saisie.type = montrer ? "text" : "password";
      bouton.textContent = montrer ? "Masquer" : "Afficher";
      bouton.setAttribute("aria-label", `${bouton.textContent} le mot de passe`);
    });
    saisie.form?.addEventListener("submit", () => { saisie.type = "password"; });
    this.append(bouton);
  }
}

customElements.define("mot-de-passe", MotDePasse);
