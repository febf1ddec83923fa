// What tests ask of the page that is shown (tests/tools/navigateur.py): what axe finds in it, what sticks out of it.
window.examen = {
  // Run axe; one line a defect. `dans` is the only part to look at, if any.
  async defauts(options, dans) {
    // The admin carries its 250 hidden drawings in every page: axe would weigh each.
    document.querySelector("[data-sprite]")?.remove();
    const { violations } = await notreAxe.run(dans ?? document, options);
    return violations.flatMap((regle) => regle.nodes.map((noeud) => `${regle.id}: ${noeud.html.slice(0, 200)}`));
  },

  // What sticks out of the window on the right. The admin's « main » would hide it: there, all that no box scrolls,
  // but for what Wagtail keeps beside the window until it is called.
  deborde() {
    const principal = document.querySelector("main#main");
    const large = (e) => e && e.scrollWidth > e.clientWidth;
    if (!large(document.documentElement) && !large(principal)) return [];
    const range = (e) => {
      for (let x = e.parentElement; x && x !== principal; x = x.parentElement)
        if (principal?.contains(x) && getComputedStyle(x).overflowX !== "visible") return true;
      return false;
    };
    return [...document.querySelectorAll("body *")]
      .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !range(e))
      .filter((e) => !e.closest(".bulk-actions-choices, .form-side, .w-minimap"))
      .map((e) => `${e.tagName}.${e.className}`);
  },

  // Let what moves arrive.
  arriver() {
    for (const mouvement of document.getAnimations()) {
      try { mouvement.finish(); } catch { mouvement.cancel(); }
    }
  },

  // Let the page hear of its new size: its observers are told with the images.
  deuxImages: () => new Promise((fini) => requestAnimationFrame(() => requestAnimationFrame(fini))),

  hauteur: () => document.documentElement.scrollHeight,
};
