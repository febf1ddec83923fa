// <suivi-tache data-url="…">: fetches the state of a job, a piece of HTML, until it holds data-termine.
class SuiviTache extends HTMLElement {
  connectedCallback() {
    this.minuteur = setTimeout(() => this.lire(), 1500);
  }

  disconnectedCallback() {
    clearTimeout(this.minuteur);
  }

  async lire() {
    if (!this.dataset.url || this.querySelector("[data-termine]")) return;
    try {
      const reponse = await fetch(this.dataset.url, { headers: { "X-Requested-With": "fetch" } });
      if (!reponse.ok) return;
      const page = new DOMParser().parseFromString(await reponse.text(), "text/html");
      this.replaceChildren(...(page.querySelector("suivi-tache") ?? page.body).childNodes);
    } catch { /* the link « Actualiser » stays */ }
    this.minuteur = setTimeout(() => this.lire(), 2000);
  }
}

customElements.define("suivi-tache", SuiviTache);
