"""« Mes données » : who read my file, all the data held on me, and the end of my account."""

from datetime import timedelta

from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from common import archive, clock, journal, tasks
from common.actions import ActionJournal
from common.components.affichage import Lien
from common.web import freins
from common.web.http import public
from commune.services import service_a_appeler
from espace_prive.comptes import services as comptes
from espace_prive.comptes.views.second_facteur import avec_preuve
from espace_prive.droits import consultations as readings
from espace_prive.droits.files import FACTURES_MAX
from espace_prive.droits.services import REGLES
from espace_prive.famille.acces.perimetre import perimetre

PAR_PAGE = 100
ARCHIVES_PAR_JOUR = 10
TROP = "Vous avez déjà téléchargé vos données plusieurs fois aujourd’hui. Recommencez demain."
# What of the nightly rules concerns the file of whoever leaves: shown in the very words of those rules.
REGLES_DITES = frozenset(
    {regle.cle for regle in REGLES} | {"saisies", "messages", "journal-lectures", "journal-gestes"}
)
ACCUEIL = Lien(titre="Mon accueil", url="/espace/")


def _fil(*titres):
    liens = [ACCUEIL, Lien(titre="Mes données", url=reverse("droits:mes_donnees"))]
    return [*liens, *(Lien(titre=titre) for titre in titres)] if titres else [ACCUEIL, Lien(titre="Mes données")]


@require_GET
def mes_donnees(request):
    contexte = {
        "titre": "Mes données", "chapeau": "Ce que la mairie garde de vous, qui l’a lu, et comment partir.",
        "fil": _fil(),
    }  # fmt: skip
    return render(request, "droits/mes_donnees.html", contexte)


@require_GET
def consultations(request):
    moi = perimetre(request.user)
    page = Paginator(readings.du_dossier(moi, request.user), PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {
        "titre": "Qui a consulté mon dossier",
        "chapeau": "Chaque lecture et chaque changement par la mairie sont notés. Voici ceux de votre foyer, de vous "
        "et de vos enfants.",
        "page": page,
        "lignes": readings.raconter(page.object_list, moi, request.user),
        "service": service_a_appeler(),
        "fil": _fil("Qui a consulté mon dossier"),
    }
    return render(request, "droits/consultations.html", contexte)


@sensitive_post_parameters("actuel", "code")
@require_http_methods(["GET", "POST"])
def telecharger(request):
    def faire(**preuve):
        comptes.exiger_preuve(request.user, **preuve)
        freins.compter(f"archive:{request.user.pk}", limite=ARCHIVES_PAR_JOUR, fenetre=timedelta(days=1), phrase=TROP)
        nom = request.user.get_full_name() or request.user.identifiant
        contenu = archive.archive(perimetre(request.user), request.user, titre=f"Mes données – {nom}")
        journal.noter(ActionJournal.DONNEES_TELECHARGEES, request.user, par=request.user)
        reponse = HttpResponse(contenu, content_type="application/zip")
        reponse["Content-Disposition"] = f'attachment; filename="mes-donnees-{clock.aujourdhui():%Y-%m-%d}.zip"'
        return reponse

    return avec_preuve(
        request, faire, template="droits/telecharger.html", titre="Télécharger mes données",
        fil=_fil("Télécharger mes données"), factures_max=FACTURES_MAX,
    )  # fmt: skip


@sensitive_post_parameters("actuel", "code")
@require_http_methods(["GET", "POST"])
def fermer(request):
    """Close one's account: what goes, what stays and why, then a fresh proof."""

    def faire(**preuve):
        comptes.fermer_mon_compte(request.user, **preuve)
        logout(request)
        reponse = redirect("droits:ferme")
        reponse["Clear-Site-Data"] = '"cache", "storage"'
        return reponse

    return avec_preuve(
        request, faire, template="droits/fermer.html", titre="Fermer mon compte", fil=_fil("Fermer mon compte"),
        service=service_a_appeler(), regles=[regle for regle in tasks.MENAGES if regle.cle in REGLES_DITES],
    )  # fmt: skip


@public
@require_GET
def ferme(request):
    return render(request, "droits/ferme.html", {"titre": "Votre compte est fermé", "service": service_a_appeler()})
