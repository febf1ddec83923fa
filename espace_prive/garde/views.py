"""The days of a child between two homes: the ribbon, a proposal to swap some, its answer."""

import uuid
from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common import clock
from common.components.affichage import Lien
from common.errors import Refus
from common.web.forms import put_beside, saisie
from common.words.saisie import lire_jour
from espace_prive.famille.acces.lectures import noter_lecture_pour_un_parent
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import Enfant
from espace_prive.garde.extensions import ProjetDeSwap
from espace_prive.garde.forms import RefusDeSwapForm, SwapForm
from espace_prive.garde.models import Swap
from espace_prive.garde.planche import dire_les_demis, lire_valeur, montrer, rubans, valeur
from espace_prive.garde.rules import Borne
from espace_prive.garde.services import swaps

ILLISIBLE = "Une des demi-journées cochées n’a pas pu être lue. Cochez-les de nouveau."
SWAPS_MONTRES = 10
VERIFIER, ENVOYER = "verifier", "envoyer"


def _fil(petit, *liens):
    return [
        Lien(titre="Mon accueil", url=reverse("accueil:accueil")),
        Lien(titre=petit.prenom, url=reverse("accueil:enfant", args=[petit.pk])),
        *liens,
    ]


def _ses_jours(petit):
    return Lien(titre="Chez qui", url=reverse("garde:jours", args=[petit.pk]))


def _du_demande(request) -> date:
    """The day whose five weeks are shown: today's without a word."""
    brut = request.GET.get("du")
    if not brut:
        return clock.aujourdhui()
    if (jour := lire_jour(brut)) is None or abs((jour - clock.aujourdhui()).days) > 800:
        raise Http404
    return jour


@require_GET
def jours(request, pk):
    """Whose day it is, five weeks at a time, and what the two homes proposed to each other."""
    moi = perimetre(request.user)
    petit = get_object_or_404(Enfant.objects.pour(moi), pk=pk)
    noter_lecture_pour_un_parent(petit, par=request.user)
    lus = Swap.objects.pour(moi).filter(enfant=petit).prefetch_related("demis")[:SWAPS_MONTRES]
    contexte = {
        "titre": f"Chez qui est {petit.prenom}",
        "enfant": petit,
        "confie": petit.pk in moi.confies,
        "rubans": rubans([petit], moi, du=_du_demande(request)),
        "swaps": [montrer(s, moi) for s in lus],
        "empechement": _empechement(petit, moi),
        "fil": _fil(petit, Lien(titre="Chez qui")),
    }
    return render(request, "garde/jours.html", contexte)


def _empechement(petit, moi) -> Refus | None:
    """Say why no days can be swapped; None when they can."""
    if petit.pk not in moi.confies:
        return None
    try:
        swaps.les_deux_foyers(petit, moi)
    except Refus as refus:
        return refus
    return None


class _Proposition:
    """The page where days are ticked, then read again before they are proposed."""

    def __init__(self, request, petit):
        self.request, self.petit, self.moi = request, petit, perimetre(request.user)
        self.original = self._original()
        self.form = SwapForm(saisie(request))
        brutes = request.POST.getlist("demi")
        lues = [lire_valeur(brute) for brute in brutes]
        self.illisible, self.demis = None in lues, {b for b in lues if b}
        if request.method == "GET" and self.original:
            self.demis = {d.borne for d in self.original.demis.all()}
        self.numero = _numero(request)

    def _original(self) -> Swap | None:
        brut = self.request.GET.get("repond")
        if not brut:
            return None
        try:
            numero = uuid.UUID(brut)
        except ValueError as faux:
            raise Http404 from faux
        return get_object_or_404(Swap.objects.pour(self.moi).filter(enfant=self.petit), numero=numero)

    def lues(self) -> set[Borne]:
        """Give what was ticked. Raise Refus when one of them is no half-day."""
        if self.illisible:
            raise Refus(ILLISIBLE, code="illisible")
        return self.demis

    def projet(self) -> ProjetDeSwap:
        return swaps.preparer(self.petit, self.moi, self.lues(), sauf=self.original)

    def envoyer(self) -> Swap:
        return swaps.proposer(
            self.petit, self.lues(), numero=self.numero, par=self.request.user, vu=self.request.POST.get("vu", ""),
            mot=self.form.cleaned_data["mot"], repond_a=self.original,
        )  # fmt: skip

    def contexte(self):
        premier = min(self.demis).jour if self.original and self.demis else _du_demande(self.request)
        titre = "Répondre autrement" if self.original else "Proposer d’échanger des jours"
        return {
            "titre": f"{titre} – {self.petit.prenom}", "enfant": self.petit, "form": self.form,
            "original": montrer(self.original, self.moi) if self.original else None,
            "coches": {valeur(b) for b in self.demis}, "numero": self.numero,
            "rubans": rubans([self.petit], self.moi, du=max(premier, clock.aujourdhui()), entiers=False),
            "fil": _fil(self.petit, _ses_jours(self.petit), Lien(titre=titre)),
        }  # fmt: skip


def _numero(request) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("numero", ""))
    except ValueError:
        return uuid.uuid4()


@require_http_methods(["GET", "POST"])
def echanger(request, pk):
    """Tick half-days on the ribbon, read what they change, send the proposal."""
    petit = get_object_or_404(Enfant.objects.confies_a(request.user), pk=pk)
    noter_lecture_pour_un_parent(petit, par=request.user)
    page = _Proposition(request, petit)
    if non := _empechement(petit, page.moi):
        messages.warning(request, non.phrase)
        return redirect("garde:jours", pk=pk)
    if request.POST.get("etape") not in (VERIFIER, ENVOYER):
        return render(request, "garde/echanger.html", page.contexte() | {"form": page.form if page.demis else None})
    if not page.form.is_valid():
        return render(request, "garde/echanger.html", page.contexte(), status=422)
    try:
        if request.POST["etape"] == ENVOYER:
            envoye = page.envoyer()
            messages.success(request, "Votre proposition est envoyée. L’autre parent la reçoit par courriel.")
            return redirect("garde:swap", numero=envoye.numero)
        projet = page.projet()
    except Refus as refus:
        if refus.code == "vu":
            return _relire(request, page, refus)
        put_beside(page.form, refus)
        return render(request, "garde/echanger.html", page.contexte(), status=422)
    return render(request, "garde/verifier.html", page.contexte() | _resume(projet, projet.de))


def _relire(request, page, refus):
    """Show again what it changes, since it is not what was read."""
    try:
        projet = page.projet()
    except Refus as autre:
        put_beside(page.form, autre)
        return render(request, "garde/echanger.html", page.contexte(), status=422)
    put_beside(page.form, refus)
    return render(request, "garde/verifier.html", page.contexte() | _resume(projet, projet.de), status=422)


def _resume(projet, foyer):
    """What it changes for that home, and the mark of what is shown."""
    donnees, prises = (projet.donnees, projet.prises) if foyer == projet.de else (projet.prises, projet.donnees)
    return {
        "donne": dire_les_demis(donnees),
        "prend": dire_les_demis(prises),
        "effets": swaps.effets(projet, foyer),
        "vu": swaps.empreinte(projet, foyer),
    }


@require_http_methods(["GET", "POST"])
def swap(request, numero):
    """A proposal: what it changes, and its answer for who may give it."""
    moi = perimetre(request.user)
    lus = Swap.objects.pour(moi).select_related("enfant", "repond_a").prefetch_related("demis", "reponses")
    lu = get_object_or_404(lus, numero=numero)
    noter_lecture_pour_un_parent(lu.enfant, par=request.user)
    refus = RefusDeSwapForm(request.POST if request.POST.get("geste") == "refuser" else None)
    if request.method == "POST" and (suite := _repondre(request, lu, refus)):
        return suite
    montre = montrer(lu, moi)
    titre = "Votre proposition" if montre.sien else "Échanger des jours"
    contexte = {
        "titre": f"{titre} – {lu.enfant.prenom}", "enfant": lu.enfant, "swap": lu, "montre": montre, "refus": refus,
        "repondable": lu.attend and not montre.sien and not request.user.agit_pour,
        "retirable": lu.attend and montre.sien, "suivant": next(iter(lu.reponses.all()), None),
        "fil": _fil(lu.enfant, _ses_jours(lu.enfant), Lien(titre="Échange de jours")),
    }  # fmt: skip
    if lu.attend:
        contexte |= _ce_qu_il_change(lu, moi)
    else:
        contexte["effets"] = swaps.effets_de(lu, lu.de_id if montre.sien else lu.a_id)
    return render(request, "garde/swap.html", contexte, status=422 if refus.errors else 200)


def _ce_qu_il_change(lu, moi):
    foyer = lu.de_id if lu.de_id in moi.foyers else lu.a_id
    try:
        return _resume(swaps.projet_de(lu, lu.enfant), foyer)
    except Refus as refus:
        return {"impossible": refus.phrase}


DITS = {
    "accepter": "C’est fait : la garde change ces jours-là. L’autre parent est prévenu.",
    "refuser": "C’est noté : la garde ne change pas. L’autre parent est prévenu.",
    "retirer": "Votre proposition est retirée. L’autre parent est prévenu.",
}


def _repondre(request, lu, refus):
    """Do what a button asks; None when a word typed with it is to be shown again."""
    geste = request.POST.get("geste")
    try:
        if geste == "accepter":
            swaps.accepter(lu, par=request.user, vu=request.POST.get("vu", ""))
        elif geste == "refuser":
            if not refus.is_valid():
                return None
            swaps.refuser(lu, par=request.user, reponse=refus.cleaned_data["reponse"])
        elif geste == "retirer":
            swaps.retirer(lu, par=request.user)
        else:
            raise Refus("Choisissez une des réponses de la page.", code="geste")
        messages.success(request, DITS[geste])
    except Refus as non:
        messages.warning(request, non.phrase)
    return redirect("garde:swap", numero=lu.numero)
