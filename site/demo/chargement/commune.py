"""The town itself: settings, services, places, schools, régies, calendar, activities, deadlines, grids."""

from datetime import date
from decimal import Decimal

from cms_pages.enums import Icone
from commune.models import AnneeScolaire, Ecole, Lieu, Regie, Service, Vacances
from commune.services import importer_annee, reglages
from factures.tarifs import services as tarifs
from factures.tarifs.enums import NatureMajoration
from factures.tarifs.models import Grille, Majoration
from factures.tarifs.rules_saisie import lire_tranches
from reservations.activites.enums import Prestation, Suite
from reservations.activites.models import Activite, Formule, RegleDelai, Unite
from reservations.activites.services.places import ouvrir


def charger_commune(ville: dict) -> None:
    """Write what ``ville`` (a town's TOML) says of the town; a second call changes nothing."""
    parametres = reglages()
    for nom, valeur in ville["commune"].items():
        setattr(parametres, nom, valeur)
    parametres.full_clean()
    parametres.save()
    services = {s["code"]: _ecrire(Service, s, "code") for s in ville["services"]}
    lieux = {}
    for description in ville["lieux"]:
        description = dict(description)
        niveaux, restaurant = description.pop("niveaux", ""), description.pop("restaurant", "")
        lieu = lieux[description["code"]] = _ecrire(Lieu, description, "code")
        if niveaux:
            Ecole.objects.update_or_create(
                lieu=lieu, defaults={"niveaux": niveaux, "restaurant": lieux.get(restaurant)}
            )
    regies = {
        r["code"]: _ecrire(Regie, {**r, "service": services[r["service"]]}, "code") for r in ville.get("regies", [])
    }
    for activite in ville.get("activites", []):
        charger_activite(activite, services=services, lieux=lieux, regies=regies)


def charger_calendrier(aujourdhui: date, *, zone: str) -> AnneeScolaire:
    """Import last year, this one and the next where the published calendars know them; return the present year."""
    debut = aujourdhui.year if aujourdhui.month >= 8 else aujourdhui.year - 1
    annees = {an: importer_annee(an, zone=zone) for an in (debut - 1, debut)}
    return annees[debut]


def _ecrire(modele, valeurs, cle):
    objet, _ = modele.objects.update_or_create(**{cle: valeurs[cle]}, defaults=valeurs)
    return objet


# What an activity may say of itself; anything else is the model's default.
REGLAGES_D_ACTIVITE = (
    "jours_vacances", "fonctionnement", "reservation_en_ligne", "absence_en_ligne", "niveaux", "age_min", "age_max",
    "commune_seulement", "encadrement", "carence", "certificat_sous", "declarations",
)  # fmt: skip


def charger_activite(description: dict, *, services, lieux, regies) -> Activite:
    """Write an activity with its units, formules, deadlines and grids."""
    activite, _ = Activite.objects.update_or_create(
        code=description["code"],
        defaults={
            "nom": description["nom"],
            "nom_courant": description["nom_courant"],
            "service": services[description["service"]],
            "regie": regies[description["regie"]],
            "prestation": description.get("prestation", Prestation.SEANCE),
            "icone": description.get("icone", Icone.ACTIVITE),
            "jours": description.get("jours", [0, 1, 3, 4]),
            **{nom: description[nom] for nom in REGLAGES_D_ACTIVITE if nom in description},
        },
    )
    unites = {}
    for u in description["unites"]:
        unites[u["code"]], _ = Unite.objects.update_or_create(activite=activite, code=u["code"], defaults=u)
    for f in description["formules"]:
        formule, _ = Formule.objects.update_or_create(
            activite=activite, code=f["code"], defaults={"nom": f["nom"], "pas": f.get("pas")}
        )
        formule.unites.set(unites[code] for code in f["unites"])
    for d in description.get("delais", []):
        cle = {"geste": d["geste"], "suite": d.get("suite", Suite.REFUS), "jours": d.get("jours", [])}
        RegleDelai.objects.update_or_create(activite=activite, formule=None, periode=None, **cle, defaults=d)
    for m in description.get("majorations", []):
        cle = {"nature": NatureMajoration[m["nature"].upper()], "du": m["du"]}
        valeurs = {"forme": m.get("forme", "montant"), "valeur": Decimal(m["valeur"])}
        Majoration.objects.update_or_create(
            activite=activite, **cle, defaults=valeurs | {"deliberation": m["deliberation"]}
        )
    for grille in description.get("grilles", []):
        _charger_grille(grille, activite)
    return activite


# What a grid may say of itself, beside its dates and brackets (factures.tarifs.models.Grille); amounts are texts.
MONTANTS = (
    "prix_exceptionnel", "plancher", "plafond", "supplement", "assiette_min", "assiette_max", "exterieur_valeur",
)  # fmt: skip
REGLAGES = ("au", "deliberation", "unite", "forme", "borne", "arrondi", "assiette", "multiple", "exterieur", "fratrie")


def _charger_grille(description, activite):
    """Write a grid; its ``tranches`` are typed as an agent types them: « 500 ; 0,85 », one line a bracket."""
    formule = activite.formules.get(code=description["formule"])
    cle = {"formule": formule, "du": description["du"], "pour": description.get("pour", 1)}
    if Grille.objects.filter(**cle).exists():
        return
    champs = {nom: description[nom] for nom in REGLAGES if nom in description}
    champs |= {nom: Decimal(description[nom]) for nom in MONTANTS if nom in description}
    cellules = lire_tranches(
        description["tranches"],
        forme=description.get("forme", "tranches"),
        colonne_exterieure=description.get("exterieur") == "colonne",
    )
    reductions = [Decimal(r) for r in description.get("reductions", [])]
    tarifs.creer(nom=description["nom"], cellules=cellules, reductions=reductions, par=None, **cle, **champs)


def ouvrir_places(ville: dict, annees) -> None:
    """Open the places of every activity for these school years; only the holidays where the file says so."""
    for description in ville.get("activites", []):
        activite = Activite.objects.get(code=description["code"])
        for o in description.get("ouvertures", []):
            lieu = Lieu.objects.get(code=o["lieu"])
            for du, au in _periodes(annees, o.get("pendant", "annee"), zone=ville["commune"]["zone"]):
                ouvrir(activite, lieu, du=du, au=au, places=o.get("places"))


def _periodes(annees, pendant, *, zone):
    """Give the (first day, last day) during which an activity runs: the school years, or their holidays."""
    if pendant == "annee":
        return [(annee.du, annee.au) for annee in annees]
    vacances = Vacances.objects.filter(zone=zone)
    return [(v.du, v.au) for annee in annees for v in vacances if annee.du <= v.du <= annee.au]
