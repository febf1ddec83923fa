// <cle-lue>: copies the key of the letter's QR code into its field and sends it; the key came after the « # », so that
// no address that a server logs has it.
class CleLue extends HTMLElement {
  connectedCallback() {
    const cle = new URLSearchParams(location.hash.slice(1)).get("cle");
    const champ = this.querySelector("input");
    if (!cle || !champ || champ.value) return;
    champ.value = cle;
    history.replaceState(null, "", location.pathname + location.search);
    champ.form?.requestSubmit();
  }
}

customElements.define("cle-lue", CleLue);
