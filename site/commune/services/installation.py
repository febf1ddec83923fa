"""A town from its description: its settings, services, places, schools and régies."""

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import transaction

from common.errors import Refus
from common.web.memory import forget
from commune.models import Ecole, Lieu, Regie, Reglages, Service

# What the description may hold, in the order in which it is read; « ecoles » are places of their own kind.
PARTIES = {"services": Service, "lieux": Lieu, "regies": Regie}


@transaction.atomic
def installer_ville(description: dict, *, remplacer=False) -> list[str]:
    """Write the town that ``description`` says (a TOML: commune, services, lieux, regies); give what was added.

    Safe to run again: what is there stays as it is, whoever changed it since, unless ``remplacer``. Raise Refus: the
    sentence names the part and the row, and nothing is written.
    """
    ajouts = _regler(description.get("commune", {}), remplacer=remplacer)
    connus: dict[str, dict] = {}
    for partie, modele in PARTIES.items():
        connus[partie] = {o.code: o for o in modele.objects.all()}
        for rang, brut in enumerate(description.get(partie, []), start=1):
            ou, valeurs = f"{partie}, n° {rang} ({brut.get('nom', 'sans nom')})", dict(brut)
            ecole = {cle: valeurs.pop(cle) for cle in ("niveaux", "restaurant") if cle in valeurs}
            if partie == "regies":
                valeurs["service"] = _trouver(connus["services"], valeurs.get("service"), "service", ou)
            if not valeurs.get("code"):
                raise Refus(f"{ou} : il lui faut un « code », court et sans accent.", code="code")
            connu = connus[partie].get(valeurs["code"])
            if connu is None or remplacer:
                ajouts += [] if connu else [str(valeurs.get("nom"))]
                connu = connus[partie][valeurs["code"]] = _ecrire(connu or modele(), valeurs, ou)
            if "niveaux" in ecole:
                _ecrire_l_ecole(connu, ecole, connus["lieux"], ou, remplacer=remplacer)
    return ajouts


def _regler(valeurs, *, remplacer) -> list[str]:
    """Write the settings; those of a town that has a name already stay."""
    reglages = Reglages.load()
    neuve = reglages.nom == Reglages._meta.get_field("nom").default
    if not valeurs or not (neuve or remplacer):
        return []
    _ecrire(reglages, valeurs, "commune")
    forget(Reglages.MEMOIRE)
    return [reglages.nom] if neuve else []


def _ecrire(objet, valeurs, ou):
    for nom, valeur in valeurs.items():
        try:
            objet._meta.get_field(nom)
        except FieldDoesNotExist:
            raise Refus(f"{ou} : « {nom} » n’est pas connu.", code="inconnu") from None
        setattr(objet, nom, valeur)
    try:
        objet.full_clean()
    except ValidationError as erreur:
        details = [f"{champ} : {' '.join(phrases)}" for champ, phrases in erreur.message_dict.items()]
        raise Refus(f"{ou} : {' ; '.join(details)}", code="invalide") from None
    objet.save()
    return objet


def _ecrire_l_ecole(lieu, valeurs, lieux, ou, *, remplacer):
    connue = Ecole.objects.filter(lieu=lieu).first()
    if connue is None or remplacer:
        restaurant = valeurs.get("restaurant")
        servie = _trouver(lieux, restaurant, "restaurant", ou) if restaurant else None
        _ecrire(connue or Ecole(lieu=lieu), {"niveaux": valeurs["niveaux"], "restaurant": servie}, ou)


def _trouver(parmi, code, quoi, ou):
    if code not in parmi:
        raise Refus(f"{ou} : le {quoi} « {code} » n’est pas décrit avant.", code="reference")
    return parmi[code]
