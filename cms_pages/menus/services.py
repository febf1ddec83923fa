"""The only writers of menus, of their changes and of the EGalim shares."""

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from cms_pages.enums import Allergene, LabelPlat, ServiceDuRepas
from cms_pages.menus.plats import MenuSaisi, PlatSaisi, phrases_de_changement
from cms_pages.models import Menu, ModificationMenu, Plat
from common import clock
from common.database.locks import lock_all
from common.errors import Refus
from common.words import typo
from commune.models import Lieu
from commune.services import calendrier


@dataclass(frozen=True, kw_only=True)
class BilanDImport:
    crees: int = 0
    modifies: int = 0
    retires: int = 0
    inchanges: int = 0

    def __str__(self):
        faits = [
            f"{nombre} menu{typo.pluriel(nombre)} {mot}{typo.pluriel(nombre)}"
            for nombre, mot in ((self.crees, "créé"), (self.modifies, "modifié"), (self.retires, "retiré"))
            if nombre
        ]
        return f"{typo.enumeration(faits)}." if faits else "Rien n’a changé."


def etat_du_menu(menu: Menu) -> MenuSaisi:
    """A menu as the value it would have been typed as."""
    plats = tuple(
        PlatSaisi(
            service=plat.service, nom=plat.nom, labels=_dans_l_ordre(LabelPlat, plat.labels),
            allergenes=_dans_l_ordre(Allergene, plat.allergenes), origine=plat.origine, substitution=plat.substitution,
        )
        for plat in menu.plats.all()
    )  # fmt: skip
    return MenuSaisi(date=menu.date, plats=plats, mention=menu.mention, vegetarien=menu.vegetarien)


def _dans_l_ordre(choix, valeurs):
    return tuple(c.value for c in choix if c.value in valeurs)


def empreinte(menus) -> str:
    """A digest of these menus, to see that nobody changed them meanwhile."""
    etats = sorted(repr(etat_du_menu(menu)) for menu in menus)
    return sha256("\n".join(etats).encode()).hexdigest()[:32]


def enregistrer_semaine(
    saisis: list[MenuSaisi], *, restaurant: Lieu | None, lundi: date, par, lue: str
) -> BilanDImport:
    """Write the menus of a week as they were typed; a day left without dish loses its menu.

    ``lue`` is the ``empreinte`` of the week when it was shown.
    """
    with _ensemble():
        connus = _verrouiller(restaurant, lundi, lundi + timedelta(days=6))
        if empreinte(connus.values()) != lue:
            raise Refus(
                "Quelqu’un a modifié cette semaine pendant que vous l’écriviez. Comparez avec la page publique, puis "
                "enregistrez de nouveau pour garder votre version.",
                code="modifiee_entretemps",
            )
        return _ecrire_tout(saisis, connus, restaurant, par)


def importer(menus: list[tuple[MenuSaisi, Lieu | None]], *, par) -> BilanDImport:
    """Write the menus of a file, all or none; they replace those of the same days, and the changes are told."""
    with _ensemble():
        total = BilanDImport()
        lieux = {lieu.pk if lieu else 0: lieu for _, lieu in menus}
        for _, restaurant in sorted(lieux.items(), key=lambda element: element[0]):
            saisis = [menu for menu, lieu in menus if lieu == restaurant]
            jours = [menu.date for menu in saisis]
            connus = _verrouiller(restaurant, min(jours), max(jours))
            total = _ajouter(total, _ecrire_tout(saisis, connus, restaurant, par))
        return total


def copier_semaine(
    *, de: date, vers: date, restaurant: Lieu | None, vers_restaurant: Lieu | None, remplacer: bool, par
) -> tuple[BilanDImport, list[str]]:
    """Copy the menus of a week (its Monday) to another; return the outcome, and a sentence for each day left out."""
    if (de, restaurant) == (vers, vers_restaurant):
        raise Refus("Choisissez une autre semaine, ou un autre restaurant.", code="meme_semaine")
    with _ensemble():
        sources = list(Menu.objects.filter(restaurant=restaurant).de_la_semaine(de).avec_plats())
        if not sources:
            raise Refus("La semaine à copier n’a aucun menu.", code="rien_a_copier")
        connus = _verrouiller(vers_restaurant, vers, vers + timedelta(days=6))
        ecole, laisses, saisis = calendrier(), [], []
        for source in sources:
            jour = vers + (source.date - de)
            # Wednesdays and summer have menus where children eat: only what is closed for sure is left out.
            motif = "jour férié" if jour in ecole.feries else ecole.nom_des_vacances(jour)
            if motif and not (source.date in ecole.feries or ecole.nom_des_vacances(source.date)):
                laisses.append(f"{typo.date_longue(jour)} : {motif}, rien n’est copié.")
            else:
                saisis.append(replace(etat_du_menu(source), date=jour))
        deja = sorted({menu.date for menu in saisis} & connus.keys())
        if deja and not remplacer:
            jours = typo.enumeration(typo.date_longue(jour) for jour in deja)
            raise Refus(f"Il y a déjà un menu : {jours}. Cochez « Remplacer » pour l’écraser.", code="deja_un_menu")
        return _ecrire_tout(saisis, connus, vers_restaurant, par), laisses


def noter_les_changements(avant: MenuSaisi, apres: MenuSaisi, *, restaurant: Lieu | None) -> None:
    """Record what families must know of a menu that changed."""
    maintenant = clock.maintenant()
    ModificationMenu.objects.bulk_create(
        ModificationMenu(date=apres.date, restaurant=restaurant, le=maintenant, phrase=phrase)
        for phrase in phrases_de_changement(avant, apres)
    )


def noter_le_retrait(menu: Menu) -> None:
    """Record that a menu was there, and is no longer."""
    ModificationMenu.objects.create(date=menu.date, restaurant=menu.restaurant, phrase="le menu est retiré")


@contextmanager
def _ensemble():
    """One transaction; whoever writes the same day at the same instant is told so."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as erreur:
        raise Refus(
            "Quelqu’un vient d’enregistrer un de ces menus. Recommencez : rien n’a été écrit.", code="simultane"
        ) from erreur


def _verrouiller(restaurant, du, au):
    """Lock the menus of a restaurant (None: the common ones) between two days; return them by day."""
    menus = Menu.objects.filter(restaurant=restaurant).entre(du, au).avec_plats()
    # A day left without dish loses its menu: no dish comes to it meanwhile.
    return {menu.date: menu for menu in lock_all(menus, hold_references=True)}


def _ecrire_tout(saisis, connus, restaurant, par):
    total = BilanDImport()
    for saisi in saisis:
        menu = connus.get(saisi.date)
        if menu is None and saisi.plats:
            _creer(saisi, restaurant, par)
            total = _ajouter(total, BilanDImport(crees=1))
        elif menu is not None and not saisi.plats:
            noter_le_retrait(menu)
            log(instance=menu, action="wagtail.delete", user=par, deleted=True)
            menu.delete()
            total = _ajouter(total, BilanDImport(retires=1))
        elif menu is not None and etat_du_menu(menu) != saisi:
            _modifier(menu, saisi, par)
            total = _ajouter(total, BilanDImport(modifies=1))
        elif menu is not None:
            total = _ajouter(total, BilanDImport(inchanges=1))
    return total


def _creer(saisi, restaurant, par):
    menu = Menu(date=saisi.date, restaurant=restaurant, mention=saisi.mention, vegetarien=saisi.vegetarien)
    menu.plats = _plats(saisi)
    menu.save()
    log(instance=menu, action="wagtail.create", user=par)


def _modifier(menu, saisi, par):
    noter_les_changements(etat_du_menu(menu), saisi, restaurant=menu.restaurant)
    menu.mention, menu.vegetarien, menu.modifie_le = saisi.mention, saisi.vegetarien, clock.maintenant()
    Menu.objects.filter(pk=menu.pk).update(
        mention=menu.mention, vegetarien=menu.vegetarien, modifie_le=menu.modifie_le
    )
    Plat.objects.filter(menu=menu).delete()
    Plat.objects.bulk_create([_avec_menu(plat, menu) for plat in _plats(saisi)])
    log(instance=menu, action="wagtail.edit", user=par)


def _avec_menu(plat, menu):
    plat.menu_id = menu.pk
    return plat


def _plats(saisi):
    return [
        Plat(
            service=plat.service, nom=plat.nom, labels=list(plat.labels), allergenes=list(plat.allergenes),
            origine=plat.origine, substitution=plat.substitution, sort_order=rang,
        )
        for rang, plat in enumerate(saisi.plats)
    ]  # fmt: skip


def _ajouter(un, autre):
    return BilanDImport(
        crees=un.crees + autre.crees, modifies=un.modifies + autre.modifies, retires=un.retires + autre.retires,
        inchanges=un.inchanges + autre.inchanges,
    )  # fmt: skip


@dataclass(frozen=True)
class AssietteDuJour:
    """What is served on a day: the main dish with its labels; (course, dish, allergens) of each that has some."""

    plat: str
    allergenes: tuple[tuple[str, str, tuple[str, ...]], ...]


def assiettes(du, au) -> dict[tuple[int | None, date], AssietteDuJour]:
    """Give the plates between two days by (restaurant or None for all of them, day), in one statement."""
    lus: dict[tuple[int | None, date], list] = {}
    plats = Plat.objects.filter(menu__date__range=(du, au), substitution=False).order_by("service", "sort_order")
    colonnes = ("menu__restaurant", "menu__date", "service", "nom", "labels", "allergenes")
    for restaurant, jour, *plat in plats.values_list(*colonnes):
        lus.setdefault((restaurant, jour), []).append(plat)
    return {ou: _assiette(siens) for ou, siens in lus.items()}


def _assiette(plats) -> AssietteDuJour:
    principal = next(((nom, labels) for service, nom, labels, _ in plats if service == ServiceDuRepas.PLAT), None)
    dits = ""
    if principal:
        nom, labels = principal
        dits = f"{nom} ({', '.join(LabelPlat(code).label for code in labels)})" if labels else nom
    courses = tuple(
        (ServiceDuRepas(service).label.lower(), nom, tuple(codes)) for service, nom, _, codes in plats if codes
    )
    return AssietteDuJour(dits, courses)


def assiette_de(connues, restaurant: int, jour: date) -> AssietteDuJour | None:
    """Give the plate of that restaurant: its own menu, else that of all of them."""
    return connues.get((restaurant, jour)) or connues.get((None, jour))
