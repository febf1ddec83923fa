"""The menus of a demonstration, from three weeks ago to five weeks ahead, on school days."""

from dataclasses import replace
from datetime import date, timedelta

from cms_pages.enums import Allergene, LabelPlat, ServiceDuRepas
from cms_pages.models import BilanEgalim, Menu, ModificationMenu, Plat
from cms_pages.services import empreinte, enregistrer_semaine, etat_du_menu
from common.words.dates import lundi_de
from common.words.typo import typographier
from commune.models import Lieu
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
    for particulier in description["particuliers"]:
        _menu_d_un_restaurant(particulier, lundi_de(aujourdhui), ecole)
    for bilan in description["egalim"]:
        BilanEgalim.objects.get_or_create(annee=bilan["annee"], defaults=bilan)
    _changer_un_plat(description["changement"], aujourdhui)


def _menu_d_un_restaurant(particulier, lundi, ecole):
    """Give one restaurant its own meal this week and the next, on its day, where children are at school."""
    restaurant = Lieu.objects.get(code=particulier["restaurant"])
    for semaine in (0, 1):
        jour = lundi + timedelta(weeks=semaine, days=particulier["jour"])
        if ecole.est_jour_d_ecole(jour) and not Menu.objects.filter(restaurant=restaurant, date=jour).exists():
            menu = Menu(date=jour, restaurant=restaurant, mention=typographier(particulier["mention"]))
            menu.plats = list(_plats(particulier["plats"]))
            menu.save()


def _changer_un_plat(changement, aujourdhui):
    """Change one dish of the next meals, once, so that the page has a change to tell."""
    if ModificationMenu.objects.exists():
        return
    menu = Menu.objects.filter(restaurant=None, date__gt=aujourdhui).order_by("date").first()
    if menu is None:
        return
    lundi = lundi_de(menu.date)
    semaine = list(Menu.objects.filter(restaurant=None).de_la_semaine(lundi).avec_plats())
    saisis = [etat_du_menu(m) for m in semaine]
    rang = next(rang for rang, m in enumerate(semaine) if m.pk == menu.pk)
    plats = tuple(
        replace(plat, nom=changement, labels=("bio",), allergenes=())
        if plat.service == ServiceDuRepas.DESSERT
        else plat
        for plat in saisis[rang].plats
    )
    saisis[rang] = replace(saisis[rang], plats=plats)
    enregistrer_semaine(saisis, restaurant=None, lundi=lundi, par=None, lue=empreinte(semaine))


def _menu(jour, description):
    semaine = jour.toordinal() // 7
    vegetarien = jour.weekday() == JEUDI
    if vegetarien:
        plats = description["vegetariens"][semaine % len(description["vegetariens"])]
    else:
        # Three ordinary days a week, taken in turn so that no week repeats the one before.
        rang = semaine * 3 + {0: 0, 1: 1, 4: 2}.get(jour.weekday(), 0)
        plats = description["jours"][rang % len(description["jours"])]
    menu = Menu(date=jour, vegetarien=vegetarien)
    menu.plats = list(_plats(plats))
    menu.save()


def _plats(lignes):
    """Read the dishes of a day, course by course; « > » begins what is served in place of the one before."""
    services = iter(ServiceDuRepas)
    for ligne in lignes:
        substitution = ligne.startswith(">")
        if not substitution:
            service = next(services)
        yield _plat(ligne.lstrip("> "), service, substitution=substitution)


def _plat(ligne: str, service: int, *, substitution: bool) -> Plat:
    nom, labels, allergenes, origine = (partie.strip() for partie in f"{ligne} |".split("|")[:4])
    return Plat(
        service=service,
        nom=typographier(nom),
        origine=origine,
        substitution=substitution,
        labels=[LabelPlat(code).value for code in labels.split()],
        allergenes=[Allergene(code).value for code in allergenes.split()],
    )
