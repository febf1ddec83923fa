"""What ties a child to adults and homes, once it exists: corrected, ended, hidden by court order. Nothing is erased
but a link typed by mistake, and the journal records that one.

Two agents on one child: each change takes the ``version`` that its page showed (the child's, or the adult's for a
departure) and refuses another. Each change is idempotent.
"""

from datetime import timedelta

from django.db import transaction

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_one, lock_pk
from common.errors import Refus
from common.words import typo
from espace_prive.famille.extensions import engagements
from espace_prive.famille.models import Appartenance, Enfant, Foyer, LienParental, Rattachement, Responsable
from espace_prive.famille.querysets import en_cours
from espace_prive.famille.services.foyers import lier
from espace_prive.famille.services.versions import avancer


def _finir(ligne, au):
    """Write the last day of a dated row; refuse one before its first."""
    if au < ligne.du:
        raise Refus(
            f"Le dernier jour précède le premier, le {typo.date_simple(ligne.du)}. Vérifiez la date.", code="dates"
        )
    ligne.au = au
    ligne.full_clean()
    ligne.save(update_fields=["au"])


def _exiger(motif, phrase):
    if not motif.strip():
        raise Refus(phrase, code="motif")


@transaction.atomic
def ajouter_lien(enfant: Enfant, responsable: Responsable, qualite, *, version, par, du, autorite_parentale=True):
    enfant = lock(enfant)
    avancer(enfant, version)
    if du < enfant.naissance:
        raise Refus(f"Cette date précède la naissance de l’enfant : {enfant}.", code="dates")
    return lier(enfant, responsable, qualite, par=par, du=du, autorite_parentale=autorite_parentale)


@transaction.atomic
def corriger_lien(lien: LienParental, *, version, par, qualite, autorite_parentale) -> LienParental:
    enfant = lock_pk(Enfant, lien.enfant_id)
    actuel = lock(lien)
    avant = {"qualite": actuel.qualite, "autorite_parentale": actuel.autorite_parentale}
    apres = {"qualite": str(qualite), "autorite_parentale": autorite_parentale}
    if avant == apres:
        return actuel
    avancer(enfant, version)
    actuel.qualite, actuel.autorite_parentale = qualite, autorite_parentale
    actuel.full_clean()
    actuel.save(update_fields=["qualite", "autorite_parentale"])
    journal.noter(
        ActionJournal.CORRECTION_D_UN_LIEN_PARENTAL,
        enfant,
        par=par,
        responsable=actuel.responsable_id,
        avant=avant,
        apres=apres,
    )
    return actuel


@transaction.atomic
def terminer_lien(lien: LienParental, *, version, au, par, motif="") -> LienParental:
    """End the link after ``au``: the adult sees the child no more from the next day on.

    A link hidden by a court stays: ending it would end the protection of the child's home too.
    """
    enfant = lock_pk(Enfant, lien.enfant_id)
    actuel = lock(lien)
    if actuel.au == au:
        return actuel
    if actuel.restreint:
        raise Refus(
            "L’accès est retiré par une décision de justice : ce lien se garde, il protège l’enfant et son foyer. "
            "Si la décision n’a plus cours, rendez d’abord l’accès.",
            code="restreint",
        )
    avancer(enfant, version)
    _finir(actuel, au)
    journal.noter(
        ActionJournal.FIN_D_UN_LIEN_PARENTAL,
        enfant,
        par=par,
        motif=motif,
        responsable=actuel.responsable_id,
        au=au.isoformat(),
    )
    return actuel


@transaction.atomic
def effacer_lien(lien: LienParental, *, version, motif, par) -> None:
    """Remove a link typed by mistake: the adult loses sight of the child at once; the journal holds the row."""
    _exiger(motif, "Dites pourquoi ce lien est effacé : le journal le garde.")
    enfant = lock_pk(Enfant, lien.enfant_id)
    actuel = lock_one(LienParental.objects.filter(pk=lien.pk))
    if actuel is None:
        return
    if actuel.restreint:
        raise Refus("L’accès est retiré par une décision de justice : ce lien ne s’efface pas.", code="restreint")
    avancer(enfant, version)
    journal.noter(
        ActionJournal.LIEN_PARENTAL_EFFACE, enfant, par=par, motif=motif, responsable=actuel.responsable_id,
        qualite=actuel.qualite, du=actuel.du.isoformat(),
    )  # fmt: skip
    actuel.delete()


@transaction.atomic
def restreindre(lien: LienParental, *, restreint: bool, version, motif, par) -> LienParental:
    """Withdraw the adult's access to the child by court order, or give it back; at once, with the reason."""
    _exiger(motif, "Écrivez la raison : la décision, sa date, qui l’a transmise. Le journal la garde.")
    enfant = lock_pk(Enfant, lien.enfant_id)
    actuel = lock(lien)
    if actuel.restreint == restreint:
        return actuel
    if actuel.au and actuel.au < clock.aujourdhui():
        raise Refus("Ce lien est terminé : il ne donne plus aucun accès.", code="termine")
    avancer(enfant, version)
    if restreint:
        actuel.au = None
    actuel.restreint = restreint
    actuel.save(update_fields=["restreint", "au"])
    action = ActionJournal.ACCES_RETIRE_PAR_UNE_DECISION_DE_JUSTICE if restreint else ActionJournal.ACCES_RENDU
    journal.noter(action, enfant, par=par, motif=motif, responsable=actuel.responsable_id)
    return actuel


@transaction.atomic
def terminer_rattachement(rattachement: Rattachement, *, version, au, par, motif="", arreter=False) -> Rattachement:
    """The child lives there until ``au``.

    What this home still pays after that day (registrations, bookings) is refused with its list, or ends the same day
    with ``arreter``: nobody is billed for a child who has left.
    """
    enfant = lock_pk(Enfant, rattachement.enfant_id)
    actuel = lock_one(Rattachement.objects.select_related("foyer").filter(pk=rattachement.pk))
    if actuel.au == au:
        return actuel
    avancer(enfant, version)
    restes = engagements.decrire(enfant, actuel.foyer, au)
    if restes and not arreter:
        raise Refus(
            f"Après le {typo.date_simple(au)}, ce foyer paie encore pour {enfant.prenom} : "
            f"{typo.enumeration(restes)}. Cochez « Tout arrêter ce jour-là », ou changez d’abord le payeur.",
            code="engagements",
        )
    _finir(actuel, au)
    if restes:
        engagements.arreter(enfant, actuel.foyer, apres=au, motif=motif, par=par)
    donnees = {"au": au.isoformat(), "arrete": restes}
    journal.noter(ActionJournal.FIN_D_UN_RATTACHEMENT, enfant, par=par, motif=motif, foyer=actuel.foyer_id, **donnees)
    journal.noter(ActionJournal.DEPART_D_UN_ENFANT, actuel.foyer, par=par, motif=motif, enfant=enfant.pk, **donnees)
    return actuel


@transaction.atomic
def terminer_appartenance(appartenance: Appartenance, *, version, au, par, motif="") -> Appartenance:
    """The adult lives there until ``au``; the parental links do not change.

    The last adult of a home where children still live does not leave: nobody would see its invoices any more.
    """
    foyer = lock_pk(Foyer, appartenance.foyer_id)
    adulte = lock_pk(Responsable, appartenance.responsable_id)
    actuelle = lock(appartenance)
    if actuelle.au == au:
        return actuelle
    avancer(adulte, version)
    lendemain = au + timedelta(days=1)
    if not foyer.appartenances.filter(en_cours(jour=lendemain)).exclude(pk=actuelle.pk).exists():
        restent = foyer.rattachements.filter(en_cours(jour=lendemain)).select_related("enfant")
        if prenoms := [r.enfant.prenom for r in restent.order_by("enfant__naissance")]:
            raise Refus(
                f"C’est le dernier adulte de ce foyer, où il reste {typo.enumeration(prenoms)}. Ajoutez d’abord un "
                "autre adulte, ou terminez le rattachement des enfants.",
                code="dernier_adulte",
            )
    _finir(actuelle, au)
    journal.noter(
        ActionJournal.DEPART_D_UN_RESPONSABLE,
        foyer,
        par=par,
        motif=motif,
        responsable=actuelle.responsable_id,
        au=au.isoformat(),
    )
    return actuelle


@transaction.atomic
def rejoindre(responsable: Responsable, foyer: Foyer, *, du, par) -> Appartenance:
    appartenance = Appartenance(responsable=responsable, foyer=foyer, du=du)
    appartenance.full_clean()
    appartenance.save()
    journal.noter(
        ActionJournal.ARRIVEE_D_UN_RESPONSABLE, foyer, par=par, responsable=responsable.pk, du=du.isoformat()
    )
    return appartenance
