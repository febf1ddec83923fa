"""A form handed to a service, in one way: what families' pages use, and what the staff's are built on.

A view makes its form and says what to do with it; ``form_page`` does it and goes on, or shows the form again::

    form = IdentifiantForm(saisie(request))
    return form_page(
        request, form, template="comptes/changer_identifiant.html", titre="Changer mon identifiant",
        action=lambda: services.changer_identifiant(request.user, form.cleaned_data["identifiant"]),
        vers="comptes:mes_identifiants", succes="Votre nouvel identifiant est enregistré.",
    )

A service refuses by ``Refus``: its sentence goes beside the field that the form's ``CHAMPS`` names for the code (None:
above the form), else beside its ``CHAMP_PAR_DEFAUT``. A page shown for what it refuses answers 422.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.errors import Refus


def saisie(request):
    """Give what a form is bound to: what was sent, or nothing yet."""
    return request.POST if request.method == "POST" else None


def put_beside(form, erreur: ValidationError) -> None:
    """Say on the form what a service, or the constraints of a model, refused: beside the field it is about."""
    if hasattr(erreur, "error_dict"):
        for nom, erreurs in erreur.error_dict.items():
            champ = nom if nom != NON_FIELD_ERRORS and nom in form.fields else None
            form.add_error(champ, erreurs)
        return
    code = getattr(erreur, "code", None)
    champ = getattr(form, "CHAMPS", {}).get(code, getattr(form, "CHAMP_PAR_DEFAUT", None))
    for phrase in erreur.messages:
        form.add_error(champ if champ in form.fields else None, ValidationError(phrase, code=code))


def attempt(request, form, action: Callable[[], Any]) -> tuple[bool, Any]:
    """Do ``action`` when the form was sent and is valid; tell whether it was done, and give what it gave."""
    if request.method != "POST" or not form.is_valid():
        return False, None
    try:
        return True, action()
    except ValidationError as erreur:
        put_beside(form, erreur)
        return False, None


def show(request, template: str, contexte: dict, *forms) -> HttpResponse:
    """Show a page with its forms: 422 when one of them says what is wrong."""
    forms = forms or (contexte["form"],)
    return render(request, template, contexte, status=422 if any(form.errors for form in forms) else 200)


def form_page(request, form, *, action, template, vers, succes="", **contexte) -> HttpResponse:
    """Show the form, or do ``action``, say ``succes`` and go to ``vers`` (or to what it gives of the result).

    An ``action`` that gives an answer of its own, a file or what is shown once, has it sent as it is.
    """
    fait, resultat = attempt(request, form, action)
    if isinstance(resultat, HttpResponse):
        return resultat
    if not fait:
        return show(request, template, {"form": form, **contexte})
    if succes:
        messages.success(request, succes)
    return redirect(vers(resultat) if callable(vers) else vers)


def button(request, action, *, succes, vers, sinon=None, refuse=messages.warning) -> HttpResponse:
    """Do what a button without a form asks for; say it, or why not (then ``sinon`` is where to go).

    ``vers`` is where one goes afterwards, or gives it of what was done: ``sinon`` is then said.
    """
    try:
        resultat = action()
    except Refus as refus:
        refuse(request, refus.phrase)
        return redirect(sinon or vers)
    messages.success(request, succes)
    return redirect(vers(resultat) if callable(vers) else vers)
