"""« Calculer mon tarif » : for everybody, and for the family that is signed in.

A GET form, so that a result can be bookmarked, sent and printed. What is typed (an income, a quotient) is then in the
address, so it must go nowhere: nothing is stored, our server writes no access log (``accesslog = None`` in gunicorn's
settings; README says what to set on a proxy), no cache may keep the page, no robot may list it, and
``strict-origin`` keeps the address from the pages that the person goes to next. Not ``no-referrer``: with it the
browser hides its origin from the forms of the page too, and « Déconnexion » would be refused.
"""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cms_pages.models import TarifsPage
from common import clock
from common.components.affichage import Lien
from common.web.http import public
from espace_prive.famille.models import Enfant, Foyer, QuotientFamilial
from factures.tarifs.forms import SimulateurFamilleForm, SimulateurForm
from factures.tarifs.models import Grille
from factures.tarifs.rules import SituationDuFoyer
from factures.tarifs.services import simuler, simuler_pour

TITRE = "Calculer mon tarif"


def _repondre(request, gabarit, contexte):
    reponse = render(request, gabarit, {"titre": TITRE, "jour": clock.aujourdhui()} | contexte)
    reponse["Referrer-Policy"] = "strict-origin"
    reponse["Cache-Control"] = "no-store, private"
    if request.GET:
        reponse["X-Robots-Tag"] = "noindex"
    return reponse


def _page_des_tarifs():
    page = TarifsPage.objects.live().first()
    return page.get_url() if page else ""


def _reponses(request, formulaire):
    return request.GET if formulaire.demande(request.GET) else None


def _avec_ressources():
    return Grille.objects.demandent_les_ressources(clock.aujourdhui())


@public
@require_GET
def calculer(request):
    """The price of every activity for a household that describes itself."""
    form = SimulateurForm(_reponses(request, SimulateurForm), avec_ressources=_avec_ressources())
    tarifs = _page_des_tarifs()
    contexte = {
        "form": form,
        "chapeau": "Le prix de chaque activité pour votre famille, et pourquoi. Rien n’est enregistré.",
        "url_tarifs": tarifs,
        "fil": [
            Lien(titre="Accueil", url="/"),
            *([Lien(titre="Tarifs", url=tarifs)] if tarifs else []),
            Lien(titre=TITRE),
        ],
    }
    if form.is_bound and form.is_valid():
        estimation = form.estimer()
        situation = SituationDuFoyer(
            quotient=estimation.quotient,
            ressources=estimation.ressources,
            exterieur=form.exterieur,
            enfants=form.cleaned_data["enfants"],
        )
        contexte |= {"estimation": estimation, "activites": simuler(clock.aujourdhui(), situation)}
    return _repondre(request, "tarifs/calculer.html", contexte)


@require_GET
def calculer_pour_moi(request):
    """The same from what the town knows of the family: its quotient, where it lives, its children by name."""
    jour = clock.aujourdhui()
    foyer = Foyer.objects.pour(request.user).first()
    contexte = {
        "fil": [Lien(titre="Mon accueil", url=reverse("accueil:accueil")), Lien(titre=TITRE)],
        "foyer": foyer,
        "url_tarifs": _page_des_tarifs(),
    }
    if foyer is None:
        return _repondre(request, "tarifs/calculer_pour_moi.html", contexte)
    visibles = set(Enfant.objects.pour(request.user).values_list("pk", flat=True))
    connu = QuotientFamilial.objects.pour(request.user).filter(foyer=foyer).au(jour).first()
    quotient = connu.valeur if connu else None
    form = SimulateurFamilleForm(
        _reponses(request, SimulateurFamilleForm),
        avec_ressources=_avec_ressources(),
        enfants=len(visibles),
        quotient=quotient,
    )
    contexte |= {
        "form": form,
        "quotient": connu,
        "actuels": simuler_pour(jour, foyer, quotient=quotient, visibles=visibles),
    }
    if form.is_bound and form.is_valid():
        estimation = form.estimer()
        contexte |= {
            "estimation": estimation,
            "activites": simuler_pour(
                jour, foyer, quotient=estimation.quotient, ressources=estimation.ressources, visibles=visibles
            ),
        }
    return _repondre(request, "tarifs/calculer_pour_moi.html", contexte)
