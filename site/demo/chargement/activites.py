"""The activities of a town: units, formules, groups, places, deadlines, surcharges and grids, as an agent sets them.

Everything goes through the services of « Activités »; what the file says already is not written again.
"""

from decimal import Decimal

from django.db import transaction

from cms_pages.enums import Icone
from commune.models import Ecole
from factures.tarifs import services as tarifs
from factures.tarifs.enums import NatureMajoration
from factures.tarifs.models import Grille, Majoration
from factures.tarifs.rules_saisie import lire_tranches
from factures.tarifs.services.majorations import ecrire_majoration
from reservations.activites.enums import Prestation, Suite
from reservations.activites.models import Activite, Capacite, Formule, Groupe, RegleDelai, Unite
from reservations.activites.services.ouvertures import appliquer_capacites
from reservations.activites.services.reglages import ecrire

# What an activity may say of itself; anything else is the model's default.
REGLAGES_D_ACTIVITE = (
    "jours", "jours_vacances", "fonctionnement", "reservation_en_ligne", "absence_en_ligne", "niveaux", "age_min",
    "age_max", "commune_seulement", "dossier_complet", "sans_impaye", "encadrement", "carence", "certificat_sous",
    "declarations", "commande_heure", "commande_jours", "commande_adresses",
)  # fmt: skip


@transaction.atomic
def charger_activite(description: dict, *, services, lieux, regies) -> Activite:
    """Write an activity with its units, formules, groups, places, deadlines, surcharges and grids."""
    activite = poser(
        Activite,
        {"code": description["code"]},
        {
            "nom": description["nom"],
            "nom_courant": description["nom_courant"],
            "service": services[description["service"]],
            "regie": regies[description["regie"]],
            "prestation": description.get("prestation", Prestation.SEANCE),
            "icone": description.get("icone", Icone.ACTIVITE),
            **{nom: description[nom] for nom in REGLAGES_D_ACTIVITE if nom in description},
        },
        ecoles=Ecole.objects.filter(lieu__code__in=description.get("ecoles", [])),
    )
    _unites_et_formules(description, activite)
    _places(description, activite, lieux)
    for d in description.get("delais", []):
        if "periode" not in d:
            poser_delai(activite, d)
    for m in description.get("majorations", []):
        cle = {"activite": activite, "nature": NatureMajoration[m["nature"].upper()], "du": m["du"]}
        valeurs = {"forme": m.get("forme", "montant"), "valeur": Decimal(m["valeur"])}
        poser(Majoration, cle, valeurs | {"deliberation": m["deliberation"]}, par_le_service=ecrire_majoration)
    for grille in description.get("grilles", []):
        _charger_grille(grille, activite)
    return activite


def poser(modele, cle: dict, valeurs: dict, *, par_le_service=None, **liens):
    """Write the row that ``cle`` names, with its values and what it is tied to, unless it says all that already."""
    objet = modele.objects.filter(**cle).first()
    if objet is not None and _dit_deja(objet, valeurs, liens):
        return objet
    objet = objet or modele(**cle)
    for nom, valeur in valeurs.items():
        setattr(objet, nom, valeur)
    if par_le_service:
        return par_le_service(objet, par=None)
    return ecrire(objet, relier=lambda: [getattr(objet, nom).set(v) for nom, v in liens.items()], par=None)


def _dit_deja(objet, valeurs, liens):
    return all(getattr(objet, nom) == valeur for nom, valeur in valeurs.items()) and all(
        set(getattr(objet, nom).all()) == set(lies) for nom, lies in liens.items()
    )


def _unites_et_formules(description, activite):
    unites = {}
    for u in description["unites"]:
        propres = {nom: valeur for nom, valeur in u.items() if nom not in ("code", "compatibles")}
        unites[u["code"]] = poser(Unite, {"activite": activite, "code": u["code"]}, propres)
    for u in description["unites"]:
        if u.get("compatibles"):
            autres = [unites[code] for code in u["compatibles"]]
            poser(Unite, {"activite": activite, "code": u["code"]}, {}, compatibles=autres)
    for f in description["formules"]:
        cle = {"activite": activite, "code": f["code"]}
        contenu = [unites[code] for code in f["unites"]]
        poser(Formule, cle, {"nom": f["nom"], "pas": f.get("pas")}, unites=contenu)


def _places(description, activite, lieux):
    """Write the groups, then how many places open: « ouvertures » says those of a place, « capacites » the others."""
    groupes = {}
    for g in description.get("groupes", []):
        cle = {"activite": activite, "lieu": lieux[g["lieu"]], "nom": g["nom"]}
        valeurs = {nom: g[nom] for nom in ("age_min", "age_max", "encadrants") if nom in g}
        groupes[g["lieu"], g["nom"]] = poser(Groupe, cle, valeurs)
    lignes = [{"lieu": o["lieu"], "places": o["places"]} for o in description.get("ouvertures", []) if "places" in o]
    lignes += [
        {"lieu": g["lieu"], "groupe": g["nom"], "places": g["places"]}
        for g in description.get("groupes", [])
        if "places" in g
    ]
    dites = set(activite.capacites.values_list("pk", "places"))
    for c in [*lignes, *description.get("capacites", [])]:
        cle = {
            "activite": activite, "lieu": lieux[c["lieu"]], "jours": c.get("jours", []),
            "groupe": groupes[c["lieu"], c["groupe"]] if "groupe" in c else None,
            "du": c.get("du"), "au": c.get("au"),
        }  # fmt: skip
        poser(Capacite, cle, {"places": c.get("places")})
    if dites and dites != set(activite.capacites.values_list("pk", "places")):
        # The days that are open already take them too.
        ici = [lieu for lieu in lieux.values() if activite.capacites.filter(lieu=lieu).exists()]
        appliquer_capacites(activite, ici, motif="Le fichier de la ville a changé", par=None)


def poser_delai(activite: Activite, d: dict, *, periode=None) -> RegleDelai:
    """Write a deadline, of the whole activity, of a formule or of a booking period."""
    formule = activite.formules.get(code=d["formule"]) if "formule" in d else None
    cle = {"geste": d["geste"], "suite": d.get("suite", Suite.REFUS), "jours": d.get("jours", [])}
    champs = ("forme", "valeur", "heure", "jour_fixe", "premiere_offerte")
    valeurs = {nom: d[nom] for nom in champs if nom in d}
    return poser(RegleDelai, {"activite": activite, "formule": formule, "periode": periode} | cle, valeurs)


# What a grid may say of itself, beside its dates and brackets (factures.tarifs.models.Grille); amounts are texts.
MONTANTS = (
    "prix_exceptionnel", "plancher", "plafond", "supplement", "assiette_min", "assiette_max", "exterieur_valeur",
)  # fmt: skip
REGLAGES = ("au", "deliberation", "unite", "forme", "borne", "arrondi", "assiette", "multiple", "exterieur", "fratrie")


def _charger_grille(description, activite):
    """Write a grid; its ``tranches`` are typed as an agent types them: « 500 ; 0,85 », one line a bracket.

    « formules » names several that have the same prices, each with its grid.
    """
    for code in description.get("formules") or [description["formule"]]:
        formule = activite.formules.get(code=code)
        cle = {"formule": formule, "du": description["du"], "pour": description.get("pour", 1)}
        if Grille.objects.filter(**cle).exists():
            continue
        champs = {nom: description[nom] for nom in REGLAGES if nom in description}
        champs |= {nom: Decimal(description[nom]) for nom in MONTANTS if nom in description}
        cellules = lire_tranches(
            description["tranches"],
            forme=description.get("forme", "tranches"),
            colonne_exterieure=description.get("exterieur") == "colonne",
        )
        reductions = [Decimal(r) for r in description.get("reductions", [])]
        nom = description["nom"].replace("{formule}", formule.nom)
        tarifs.creer(nom=nom, cellules=cellules, reductions=reductions, par=None, **cle, **champs)
