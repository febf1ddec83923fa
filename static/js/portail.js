// The entry: an element is fetched by the pages that hold it, and every page works without any of it.
const present = (element) => document.querySelector(element);
if (present("cle-lue")) import("./elements/cle-lue.js");
if (present("copier-texte")) import("./elements/copier-texte.js");
if (present("mot-de-passe")) import("./elements/mot-de-passe.js");
if (present("portail-absence")) import("./elements/portail-absence.js");
if (present("portail-semaine")) import("./elements/portail-semaine.js");
if (present("suivi-tache")) import("./elements/suivi-tache.js");
if (present("vers-la-banque")) import("./elements/vers-la-banque.js");

// The summary of errors takes the focus, as `autofocus` does where a browser knows it.
document.getElementById("resume-erreurs")?.focus();

// A form sent once is not sent twice by a double click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.target) return;
  if (form.hasAttribute("data-envoi")) {
    event.preventDefault();
    return;
  }
  form.setAttribute("data-envoi", "");
  form.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-envoi]")) {
    form.removeAttribute("data-envoi");
    form.removeAttribute("aria-busy");
  }
});

// Paper opens nothing: what is folded is printed unfolded.
const replies = new Set();
window.addEventListener("beforeprint", () => {
  for (const pli of document.querySelectorAll("details:not([open])")) {
    replies.add(pli);
    pli.open = true;
  }
});
window.addEventListener("afterprint", () => {
  for (const pli of replies) pli.open = false;
  replies.clear();
});
