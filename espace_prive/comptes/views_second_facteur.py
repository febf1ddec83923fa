"""The second factor of the staff: put the secret in an application, then type its code at each sign-in."""

from base64 import b32encode

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login as otp_login

from common import freins, qr
from common.errors import Refus
from espace_prive.comptes import services
from espace_prive.comptes.forms import CodeForm
from espace_prive.comptes.views import suite_sure

GESTION = "/gestion/"


def _personnel_seulement(request):
    if not request.user.is_staff:
        raise Http404


def _secret(appareil):
    """Give the secret as applications want it typed, four letters at a time."""
    lettres = b32encode(appareil.bin_key).decode().rstrip("=")
    return " ".join(lettres[i : i + 4] for i in range(0, len(lettres), 4))


@require_http_methods(["GET", "POST"])
def second_facteur(request):
    """Ask the code of the application; before the first time, show how to set the application up."""
    _personnel_seulement(request)
    suite = suite_sure(request, GESTION)
    if request.user.is_verified():
        return redirect(suite)
    appareil, form = services.appareil_de(request.user), CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            prouve = services.verifier_second_facteur(
                request.user, form.cleaned_data["code"], adresse=freins.adresse(request)
            )
        except Refus as erreur:
            form.add_error("code", erreur)
        else:
            request.session.cycle_key()
            otp_login(request, prouve)
            return redirect(suite)
    contexte = {"form": form, "suite": suite, "appareil": appareil, "titre": "Votre second facteur"}
    if appareil and not appareil.confirmed:
        contexte |= {"qr": qr.svg(appareil.config_url, nom="QR code"), "secret": _secret(appareil)}
    return render(request, "comptes/second_facteur.html", contexte)


@require_POST
def preparer_second_facteur(request):
    """Make the secret of the application, on demand."""
    _personnel_seulement(request)
    services.preparer_second_facteur(request.user)
    suite = urlencode({"next": suite_sure(request, GESTION)})
    return redirect(f"{reverse('comptes:second_facteur')}?{suite}")
