"""The quotient familial: a history in which each value ends the one before."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max

from common import journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from espace_prive.famille.enums import PeriodeQuotient
from espace_prive.famille.models import Foyer, QuotientFamilial
from espace_prive.famille.services.versions import exiger_version


def version_de(foyer: Foyer) -> int:
    """The version of a household's quotients: the last one that was written."""
    return foyer.quotients.aggregate(derniere=Max("pk"))["derniere"] or 0


@transaction.atomic
def enregistrer_quotient(
    foyer: Foyer, valeur, *, date_effet, source, par, periode=PeriodeQuotient.MOIS, mois=None, motif="", preuve=None,
    version=None,
) -> QuotientFamilial:  # fmt: skip
    """Record a quotient from ``date_effet`` on: the former ends the day before, a later one keeps its dates.

    A second value for the same day corrects the first: it needs a ``motif``, and the journal keeps both. ``version``
    is the history that the page showed (``version_de``); None when no page did.
    """
    lock(foyer)
    if version is not None:
        exiger_version(version_de(foyer), version)
    connus = foyer.quotients.all()
    meme_jour = connus.filter(date_effet=date_effet).first()
    fin = None
    if meme_jour:
        if not motif:
            raise Refus(
                "Un quotient commence déjà ce jour-là. Pour le corriger, dites pourquoi dans « Motif ».", code="motif"
            )
        fin = meme_jour.date_fin
        meme_jour.delete()
    else:
        en_cours = connus.au(date_effet).first()
        if en_cours:
            fin = en_cours.date_fin
            en_cours.date_fin = date_effet - timedelta(days=1)
            en_cours.save(update_fields=["date_fin"])
        else:
            suivant = connus.filter(date_effet__gt=date_effet).order_by("date_effet").first()
            fin = suivant.date_effet - timedelta(days=1) if suivant else None
    quotient = QuotientFamilial(
        foyer=foyer, valeur=valeur, periode=periode, source=source, mois=mois, date_effet=date_effet, date_fin=fin,
        preuve=preuve,
    )  # fmt: skip
    quotient.full_clean()
    quotient.save()
    journal.noter(
        ActionJournal.QUOTIENT, foyer, par=par, motif=motif, valeur=str(valeur), date_effet=date_effet.isoformat(),
        remplace=str(meme_jour.valeur) if meme_jour else "",
    )  # fmt: skip
    return quotient
