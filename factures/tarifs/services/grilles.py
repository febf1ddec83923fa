"""The only writers of grids."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from common import journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_all
from common.errors import Refus
from common.web.memory import forget
from common.words.typo import date_simple
from factures.tarifs.affichage import GrilleAffichee, afficher
from factures.tarifs.models import Grille, Tranche
from factures.tarifs.rules import GrilleInvalide
from factures.tarifs.rules_saisie import Cellule

UN_JOUR = timedelta(days=1)
FIGEE = (
    "Cette grille a déjà servi à facturer : elle ne se modifie plus. Créez une nouvelle version à partir d’une date."
)


@transaction.atomic
def creer(*, cellules: Sequence[Cellule], par, **champs) -> Grille:
    grille = Grille(**champs)
    _ecrire(grille, cellules)
    journal.noter(ActionJournal.GRILLE_CREEE, grille, par=par, du=f"{grille.du}")
    return grille


@transaction.atomic
def nouvelle_version(ancienne: Grille, *, cellules: Sequence[Cellule], par, **champs) -> Grille:
    """Have a new grid take over from ``ancienne`` on its first day; the former one ends the day before."""
    ancienne = lock(ancienne)
    du: date = champs["du"]
    if du <= ancienne.du:
        raise Refus(
            f"La nouvelle version suit la précédente : choisissez une date après le {date_simple(ancienne.du)}.",
            code="trop_tot",
        )
    if ancienne.facturee_jusquau and du <= ancienne.facturee_jusquau:
        raise Refus(
            "Des jours sont déjà facturés avec la grille actuelle : choisissez une date après le "
            f"{date_simple(ancienne.facturee_jusquau)}.",
            code="deja_facture",
        )
    if ancienne.au is None or ancienne.au >= du:
        ancienne.au = du - UN_JOUR
        ancienne.save(update_fields=["au"])
    return creer(cellules=cellules, par=par, formule=ancienne.formule, pour=ancienne.pour, **champs)


@transaction.atomic
def modifier(grille: Grille, *, cellules: Sequence[Cellule], par, **champs) -> Grille:
    """Correct a grid that has billed nothing yet."""
    grille = _libre(grille)
    for nom, valeur in champs.items():
        setattr(grille, nom, valeur)
    grille.tranches.all().delete()
    _ecrire(grille, cellules)
    journal.noter(ActionJournal.GRILLE_MODIFIEE, grille, par=par)
    return grille


@transaction.atomic
def supprimer(grille: Grille, *, par) -> None:
    """Withdraw a grid that has billed nothing yet; the one that it followed goes on in its place."""
    grille = _libre(grille)
    precedente = lock_all(Grille.objects.filter(formule=grille.formule_id, pour=grille.pour, au=grille.du - UN_JOUR))
    journal.noter(ActionJournal.GRILLE_SUPPRIMEE, grille, par=par, nom=grille.nom)
    au = grille.au
    grille.delete()
    for autre in precedente:
        autre.au = au
        autre.save(update_fields=["au"])
    forget("grilles")


def apercevoir(ecrire: Callable[[], Grille]) -> GrilleAffichee:
    """What ``ecrire`` (one of the functions above) would make, undone at once: its refusals are the real ones."""
    with transaction.atomic():
        vue = afficher(Grille.objects.get(pk=ecrire().pk))
        transaction.set_rollback(True)
    forget("grilles")
    return vue


def _libre(grille: Grille) -> Grille:
    """Lock the grid; refuse when something is billed with it."""
    grille = lock(grille)
    if grille.facturee_jusquau is not None:
        raise Refus(FIGEE, code="figee")
    return grille


def _ecrire(grille: Grille, cellules: Sequence[Cellule]) -> None:
    try:
        with transaction.atomic():
            grille.full_clean()
            grille.save()
            Tranche.objects.bulk_create(Tranche(grille=grille, **asdict(cellule)) for cellule in cellules)
            Grille.objects.get(pk=grille.pk).bareme()
    except ValidationError as erreur:
        raise Refus(" ".join(erreur.messages), code="grille") from erreur
    except (GrilleInvalide, IntegrityError) as erreur:
        raise Refus("Cette grille n’est pas complète : vérifiez ses tranches et ses dates.", code="grille") from erreur
    forget("grilles")
