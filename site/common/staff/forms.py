"""A form of the staff, handed to a service: ``common.web.forms``, in the admin's page."""

import hashlib
from functools import partial

from django.contrib import messages

from common.web import forms

FORMULAIRE, VERIFIER = "common/agents/formulaire.html", "common/agents/verifier.html"


def form_page(request, form, *, titre, retour, template=FORMULAIRE, vers=None, bouton="Enregistrer", **options):
    """``retour`` is where one gives up, and where one goes afterwards unless ``vers`` says another page.

    The template also knows: ``chapeau`` (what happens), ``caches`` (hidden values), ``icone``.
    """
    return forms.form_page(
        request, form, titre=titre, template=template, retour=retour, vers=vers or retour, bouton=bouton, **options
    )


def empreinte(annonces) -> str:
    """Give the mark of what was announced, which the button that writes sends back."""
    return hashlib.sha256("\n".join(annonces).encode()).hexdigest()[:16]


# What a form carries beside what was typed.
HORS_SAISIE = {"csrfmiddlewaretoken", "numero_envoi", "confirmer", "vu"}


def mark(form) -> str:
    """Give the mark of what was typed: a page that shows what it changes confirms that, and nothing else."""
    saisies = {nom: [v for v in form.data.getlist(nom) if v] for nom in form.data} if form.is_bound else {}
    return empreinte(f"{nom} {saisies[nom]}" for nom in sorted(saisies) if saisies[nom] and nom not in HORS_SAISIE)


def confirmed(request, form) -> bool:
    """Tell whether the button that was pressed confirms what is typed now."""
    return request.POST.get("confirmer") == mark(form)


def checked_page(request, form, *, annoncer, action, retour, vers=None, bouton="Enregistrer", **options):
    """Show the form; then what ``annoncer()`` says that it changes; then do ``action``. A refusal loses nothing.

    The button that writes carries the mark of what was announced: when that is no longer true, it is announced again.
    """
    contexte = {nom: valeur for nom, valeur in options.items() if nom != "succes"} | {"form": form, "retour": retour}
    possible, annonces = forms.attempt(request, form, annoncer)
    if request.method == "POST" and not possible:
        return forms.show(request, VERIFIER, contexte | {"bouton": bouton})
    if annonces and request.POST.get("confirmer") != (lu := empreinte(annonces)):
        return forms.show(request, VERIFIER, contexte | {"bouton": bouton, "annonces": annonces, "lu": lu})
    return forms.form_page(
        request, form, template=VERIFIER, action=action, retour=retour, vers=vers or retour, bouton=bouton, **options
    )


# In the admin a refusal is an error; families are only warned.
button = partial(forms.button, refuse=messages.error)
