"""A form of the staff, handed to a service: ``common.web.forms``, in the admin's page."""

from functools import partial

from django.contrib import messages

from common.web import forms

FORMULAIRE = "common/agents/formulaire.html"


def form_page(request, form, *, titre, retour, template=FORMULAIRE, vers=None, bouton="Enregistrer", **options):
    """``retour`` is where one gives up, and where one goes afterwards unless ``vers`` says another page.

    The template also knows: ``chapeau`` (what happens), ``caches`` (hidden values), ``icone``.
    """
    return forms.form_page(
        request, form, titre=titre, template=template, retour=retour, vers=vers or retour, bouton=bouton, **options
    )


# In the admin a refusal is an error; families are only warned.
button = partial(forms.button, refuse=messages.error)
