"""« Édition de documents » : what a family may print by itself, made from what the town knows at that moment."""

from django.db.models import Prefetch

from common import clock
from common.files.pdf import rendre_pdf
from commune.papier import en_tete
from espace_prive.famille.models import Enfant, Foyer, LienParental, Responsable
from espace_prive.famille.querysets import en_cours
from espace_prive.famille.reading import scolarites_en_cours
from reservations.activites.models import Inscription


def fiche_famille(foyer: Foyer, moi) -> bytes:
    """The PDF of the household's sheet, with what ``moi`` (a Perimetre) may see of it."""
    jour = clock.aujourdhui()
    liens = LienParental.objects.filter(en_cours(), restreint=False).select_related("responsable")
    enfants = Enfant.objects.pour(moi).prefetch_related(
        Prefetch("scolarites", scolarites_en_cours().select_related("ecole__lieu"), to_attr="scolarites_en_cours"),
        Prefetch("liens", liens, to_attr="liens_en_cours"),
        Prefetch(
            "inscriptions",
            Inscription.objects.pour(moi).actives(jour, jour.max).select_related("activite", "lieu"),
            to_attr="inscriptions_en_cours",
        ),
    )
    contexte = en_tete() | {
        "foyer": foyer,
        "adultes": Responsable.objects.pour(moi),
        "enfants": enfants,
        "quotient": foyer.quotients.au(jour).first(),
        "aujourdhui": jour,
        "reference": f"Fiche famille n° {foyer.numero}",
    }
    return rendre_pdf("droits/fiche_famille_pdf.html", contexte)
