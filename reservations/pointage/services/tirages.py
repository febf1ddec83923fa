"""Lists on paper: asked by somebody, or made by the night for the morning when the network is down."""

from datetime import timedelta

from django.db import transaction
from django_q.tasks import async_task

from common import clock, journal
from common.actions import ActionJournal
from common.conservation import par_lots
from common.files import cipher
from common.files.pdf import rendre_pdf
from commune.models import Lieu
from commune.papier import en_tete
from reservations.activites.enums import Fonctionnement
from reservations.activites.models import Activite, Creneau
from reservations.activites.services.places import calendrier, est_ouverte
from reservations.pointage.models import Tirage
from reservations.pointage.phrases import SANTE, SORTIES, cellules, colonnes, jamais
from reservations.pointage.portee import vue_de
from reservations.pointage.reading.listes import ListeVoulue, lire, narrow
from reservations.pointage.rules import Criteres, Site

TACHE = "reservations.pointage.tasks.imprimer"
USAGE = "pointage.tirage"
GABARIT = "pointage/pdf_liste.html"
# Up to so many children the list is printed at once; beyond, in the background.
AUSSITOT = 60
GARDES = timedelta(days=7)


@transaction.atomic
def demander(*, numero, activite: Activite, jour, criteres: Criteres, enfants: int, par) -> Tirage:
    """Have a list printed: a small one now, a long one in the background. Idempotent on ``numero``."""
    vue = vue_de(par, activite)
    tirage, nouveau = Tirage.objects.get_or_create(
        numero=numero,
        defaults={
            "activite": activite, "jour": jour, "lieu_id": criteres.lieu or None, "criteres": criteres.dits,
            "sante": vue.sante, "partiel": criteres.partiels, "propre": vue.propre,
            "par": par,
        },
    )  # fmt: skip
    if nouveau:
        journal.noter(ActionJournal.LISTE_IMPRIMEE, tirage, par=par, enfants=enfants)
        if enfants <= AUSSITOT:
            imprimer(tirage)
        else:
            async_task(TACHE, tirage.pk)
    return tirage


def imprimer(tirage: Tirage) -> None:
    """Make the PDF of a list; what was printed is not printed again."""
    if tirage.fait_le is not None:
        return
    sites = narrow(lire(_demande(tirage)), Criteres(**tirage.criteres))
    contenu = rendre_pdf(GABARIT, _contexte(tirage, sites))
    tirage.contenu = cipher.chiffrer(contenu, usage=USAGE, lie_a=tirage.numero.bytes)
    tirage.dit = {str(s.lieu): {str(ligne.enfant): ligne.empreinte for ligne in s.lignes} for s in sites}
    tirage.enfants = sum(s.attendus for s in sites)
    tirage.fait_le = clock.maintenant()
    tirage.save(update_fields=["contenu", "dit", "enfants", "fait_le"])


def _demande(tirage) -> ListeVoulue:
    """What the list holds: what who asked for it may read; all of its place for the night's."""
    sorties = not tirage.activite.mot.commande
    if tirage.par is None:
        return ListeVoulue(
            tirage.activite, tirage.jour, lieux=frozenset({tirage.lieu_id}), sante=tirage.sante, sorties=sorties
        )
    vue = vue_de(tirage.par, tirage.activite)
    return ListeVoulue(
        tirage.activite, tirage.jour, lieux=vue.lieux, sauf=vue.sauf, sante=tirage.sante and vue.sante,
        sorties=sorties, groupes=vue.groupes,
    )  # fmt: skip


def _contexte(tirage, sites: list[Site]) -> dict:
    mot, sorties = tirage.activite.mot, not tirage.activite.mot.commande
    pages = []
    for site in sites:
        titres = colonnes(site.lignes, sante=tirage.sante, sorties=sorties)
        rangees = [
            {
                "nom": mots[0], "jamais": jamais(ligne) if sorties else "", "absent": ligne.absent,
                "mots": [(titre, m) for titre, m in zip(titres[1:], mots[1:], strict=True)],
            }
            for ligne in site.lignes
            for mots in [cellules(ligne, titres, mot)]
        ]  # fmt: skip
        pages.append({"site": site, "titres": titres, "rangees": rangees})
    return {
        "activite": tirage.activite, "jour": tirage.jour, "pages": pages, "mot": mot, "instant": clock.maintenant(),
        "par": tirage.par, "paysage": sorties, "titre_sante": SANTE, "titre_sorties": SORTIES, **en_tete(),
        "criteres": [v for nom, v in tirage.criteres.items() if nom in ("ecole", "classe", "groupe")],
    }  # fmt: skip


def contenu_de(tirage: Tirage, *, par) -> bytes:
    """Give the PDF of a list, and note who read it."""
    journal.noter_liste(f"liste imprimée {tirage.pk}", max(tirage.enfants, 1), par=par)
    return cipher.dechiffrer(bytes(tirage.contenu), usage=USAGE, lie_a=tirage.numero.bytes)


def garder_les_listes_du_jour() -> None:
    """Print the lists of the day, place by place, with and without diets and care plans. Idempotent."""
    jour, connu = clock.aujourdhui(), calendrier()
    for activite in Activite.objects.avec_listes():
        if not est_ouverte(activite, jour, connu):
            continue
        for lieu in _lieux(activite, jour):
            for sante in (True, False):
                _garder(activite, lieu, jour, sante=sante)


def _lieux(activite, jour):
    """The places where the activity welcomes children that day."""
    if activite.fonctionnement == Fonctionnement.RESERVATION:
        ouverts = Creneau.objects.filter(unite__activite=activite, date=jour, ferme=False).values("lieu")
    else:
        ouverts = activite.inscriptions.actives(jour).values("lieu")
    return Lieu.objects.filter(pk__in=ouverts)


def _garder(activite, lieu, jour, *, sante):
    connu = {"activite": activite, "lieu": lieu, "jour": jour, "sante": sante, "de_nuit": True}
    tirage, _ = Tirage.objects.get_or_create(**connu, defaults={"criteres": {"lieu": lieu.pk}})
    imprimer(tirage)


def effacer_les_tirages() -> int:
    return par_lots(Tirage.objects.filter(jour__lt=clock.aujourdhui() - GARDES))
