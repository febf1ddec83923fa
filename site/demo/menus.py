"""The menus of a demonstration, from three weeks ago to five weeks ahead, on school days."""

from datetime import date, timedelta

from cms_pages.enums import Allergene, LabelPlat, ServiceDuRepas
from cms_pages.models import Menu, Plat
from cms_pages.rules import lundi_de
from common.typo import typographier
from commune.services import calendrier

SEMAINES_AVANT, SEMAINES_APRES = 3, 5
JEUDI = 3


def charger_menus(description: dict, *, aujourdhui: date):
    """Write the menus that are missing around ``aujourdhui``; the same day always gets the same menu."""
    debut = lundi_de(aujourdhui) - timedelta(weeks=SEMAINES_AVANT)
    fin = lundi_de(aujourdhui) + timedelta(weeks=SEMAINES_APRES + 1)
    connues = set(Menu.objects.filter(restaurant=None).values_list("date", flat=True))
    ecole = calendrier()
    for ecart in range((fin - debut).days):
        jour = debut + timedelta(days=ecart)
        if jour not in connues and ecole.est_jour_d_ecole(jour):
            _menu(jour, description)


def _menu(jour, description):
    semaine = jour.toordinal() // 7
    vegetarien = jour.weekday() == JEUDI
    if vegetarien:
        plats = description["vegetariens"][semaine % len(description["vegetariens"])]
    else:
        # Three ordinary days a week, taken in turn so that no week repeats the one before.
        rang = semaine * 3 + {0: 0, 1: 1, 4: 2}.get(jour.weekday(), 0)
        plats = description["jours"][rang % len(description["jours"])]
    menu = Menu(date=jour, mention="Menu végétarien" if vegetarien else "")
    menu.plats = [_plat(ligne, service) for ligne, service in zip(plats, ServiceDuRepas, strict=True)]
    menu.save()


def _plat(ligne: str, service: int) -> Plat:
    nom, labels, allergenes = (partie.strip() for partie in ligne.split("|"))
    return Plat(
        service=service,
        nom=typographier(nom),
        labels=[LabelPlat(code).value for code in labels.split()],
        allergenes=[Allergene(code).value for code in allergenes.split()],
    )
