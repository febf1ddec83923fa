"""The pages of appointments: choose one for each child, change it, leave it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common import clock
from common.components.affichage import Lien
from common.errors import Refus
from common.web.forms import put_beside
from common.words import typo
from common.words.saisie import lire_entier
from espace_prive.famille.acces.perimetre import perimetre
from reservations.campagnes.forms import RendezVousForm
from reservations.campagnes.models import RendezVous
from reservations.campagnes.reading import convies
from reservations.campagnes.services import rendezvous as services
from reservations.campagnes.views.campagnes import fil


def _les_siens(request, pk):
    """Give (the person's reach, its children who are offered these appointments); 404 for whom none is."""
    moi = perimetre(request.user)
    siens = [c for c in convies(moi) if c.rencontre.pk == pk]
    if not siens:
        raise Http404
    return moi, siens


def _libres(pk):
    return list(RendezVous.objects.filter(rencontre=pk, enfant=None, debut__gt=clock.maintenant()).order_by("debut"))


@require_http_methods(["GET", "POST"])
def rencontre(request, pk):
    """What each child has, and what is free; a choice takes the place of the former one."""
    moi, siens = _les_siens(request, pk)
    enfant = lire_entier(request.POST.get("enfant"))
    envoye = request.method == "POST"
    if envoye and not any(c.enfant == enfant for c in siens):
        raise Http404
    libres = _libres(pk)
    form_envoye = None
    if envoye:
        form_envoye = RendezVousForm(request.POST, libres=_choisissables(libres, siens, enfant), prefix=f"e{enfant}")
        if form_envoye.is_valid():
            cle = int(form_envoye.cleaned_data["rendez_vous"])
            try:
                pris = services.prendre(cle, enfant=enfant, foyer=min(moi.foyers, default=None), par=request.user)
            except Refus as refus:
                libres = _libres(pk)
                put_beside(form_envoye, refus)
            else:
                quand = f"{typo.date_longue(pris.debut)} {typo.a_heure(pris.debut)}"
                messages.success(request, f"C’est noté\u00a0: {quand}, {siens[0].rencontre.lieu}.")
                return redirect("campagnes:rencontre", pk)
    return _montrer(request, siens, libres, form_envoye, enfant)


def _choisissables(libres, siens, enfant):
    """Give what is free, and what the child has: choosing it again is no mistake."""
    pris = next(c.pris for c in siens if c.enfant == enfant)
    return sorted([*libres, *RendezVous.objects.filter(pk=pris)], key=lambda r: r.debut) if pris else libres


def _montrer(request, siens, libres, form_envoye, enfant):
    la_leur = siens[0].rencontre
    pris = RendezVous.objects.in_bulk([c.pris for c in siens if c.pris])
    lignes = [
        {
            "convie": c,
            "pris": pris.get(c.pris),
            "form": form_envoye
            if form_envoye is not None and c.enfant == enfant
            else RendezVousForm(libres=libres, prefix=f"e{c.enfant}"),
        }
        for c in siens
    ]
    contexte = {
        "titre": la_leur.titre,
        "rencontre": la_leur,
        "lignes": lignes,
        "libres": libres,
        "form": form_envoye,
        "fil": fil(Lien(titre=la_leur.titre)),
    }
    refuse = form_envoye is not None and form_envoye.errors
    return render(request, "campagnes/rencontre.html", contexte, status=422 if refuse else 200)


@require_http_methods(["GET", "POST"])
def laisser(request, pk, enfant):
    """Give the appointment of a child back; asked without the button, the page that has it."""
    moi, siens = _les_siens(request, pk)
    sien = next((c for c in siens if c.enfant == enfant), None)
    if sien is None:
        raise Http404
    if request.method == "GET":
        return redirect("campagnes:rencontre", pk)
    if sien.pris:
        try:
            services.laisser(sien.pris, enfant=enfant, foyers=moi.foyers, par=request.user)
        except Refus as refus:
            messages.error(request, refus.phrase)
            return redirect(reverse("campagnes:rencontre", args=[pk]))
    messages.success(request, "Le rendez-vous est laissé : une autre famille peut le prendre.")
    return redirect(reverse("campagnes:rencontre", args=[pk]))
