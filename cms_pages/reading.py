"""What the private home asks of the pages: the same for every family, hence cached half a second."""

from dataclasses import dataclass
from datetime import date

from cms_pages.models import ActivitePage, ActualiteAdresseePage, ActualitesFamillesPage, RappelsPage
from cms_pages.rules import Destinataires
from common.web.memory import remember

# Older ones are on the page that lists them.
ANNONCEES = 60


@dataclass(frozen=True, kw_only=True)
class Annonce:
    """A piece of news as the private home announces it."""

    titre: str
    url: str
    date: date
    chapeau: str
    destinataires: Destinataires


@dataclass(frozen=True, kw_only=True)
class Rappels:
    """The reminders by month and the address of their page."""

    url: str
    par_mois: dict[int, tuple[tuple[str, str, str], ...]]

    def du_mois(self, mois: int) -> tuple[tuple[str, str, str], ...]:
        """(text, address of its page, code of that page's activity) for the month, then for all year."""
        return (*self.par_mois.get(mois, ()), *self.par_mois.get(0, ()))


def actualites_des_familles() -> tuple[str, list[Annonce]]:
    """(address of the list, last addressed news); nothing when there is no list."""
    return remember("actualites.familles", _lire_les_actualites)


def _lire_les_actualites():
    liste = ActualitesFamillesPage.objects.live().first()
    if liste is None:
        return "", []
    publiees = ActualiteAdresseePage.objects.live().child_of(liste).recentes()[:ANNONCEES]
    return liste.get_url(), [
        Annonce(
            titre=une.title, url=une.get_url(), date=une.date, chapeau=une.chapeau, destinataires=une.destinataires
        )
        for une in publiees
    ]


def rappels() -> Rappels | None:
    """What parents have to think of; None when editors have no such page."""
    return remember("rappels", _lire_les_rappels)


def _lire_les_rappels():
    liste = RappelsPage.objects.live().public().first()
    if liste is None:
        return None
    par_mois = {}
    codes = dict(ActivitePage.objects.live().values_list("pk", "code_activite"))
    for rappel in liste.rappels.select_related("page"):
        url = rappel.page.get_url() if rappel.page and rappel.page.live else ""
        par_mois.setdefault(rappel.mois, []).append((rappel.texte, url, codes.get(rappel.page_id, "") if url else ""))
    return Rappels(url=liste.get_url(), par_mois={mois: tuple(lignes) for mois, lignes in par_mois.items()})
