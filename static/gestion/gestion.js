// In Wagtail's admin: what its templates do in inline scripts, which the policy forbids (see common.staff.choosers), and
// the names that some of its fields lack for a screen reader.
(() => {
  const PERMIS = /^(\w*Chooser|InlinePanel|MultipleChooserPanel)$/;

  class Constructeur extends window.StimulusModule.Controller {
    static values = { classe: String, arguments: Array };

    connect() {
      if (this.element.hasAttribute("data-fait") || !PERMIS.test(this.classeValue)) return;
      this.element.setAttribute("data-fait", "");
      new window[this.classeValue](...this.argumentsValue);
    }
  }

  window.wagtail.app.register("constructeur", Constructeur);
})();

(() => {
  // A text of several styles, or a block that is one field alone: Wagtail shows a title above, tied to nothing.
  const MUETS = ".public-DraftEditor-content[role=textbox], [data-streamfield-child] :is(input[type=text], textarea)";
  const TITRES = ".w-field__label, .w-panel__heading";

  const titre = (champ) => {
    for (let boite = champ.parentElement; boite; boite = boite.parentElement) {
      const trouve = [...boite.querySelectorAll(TITRES)].find((t) => t.textContent.trim() && !t.contains(champ));
      if (trouve) return (trouve.querySelector(".c-sf-block__type") ?? trouve).textContent.replace(/[\s*]+$/, "").trim();
    }
    return "";
  };

  const nommer = () => {
    for (const champ of document.querySelectorAll(MUETS)) {
      if (champ.labels?.length || champ.hasAttribute("aria-label") || champ.hasAttribute("aria-labelledby")) continue;
      const nom = titre(champ);
      if (nom) champ.setAttribute("aria-label", nom);
    }
  };

  let prevu = false;
  const plusTard = () => {
    if (prevu) return;
    prevu = true;
    requestAnimationFrame(() => { prevu = false; nommer(); });
  };
  document.addEventListener("DOMContentLoaded", () => {
    const formulaire = document.querySelector("form[data-edit-form]");
    if (!formulaire) return;
    nommer();
    new MutationObserver(plusTard).observe(formulaire, { childList: true, subtree: true });
  });
})();
