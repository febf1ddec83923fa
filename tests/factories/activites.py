"""A town with more than a canteen: care before and after school by the quarter, a centre with groups of ages."""

from datetime import date, time
from types import SimpleNamespace

from django.core.cache import cache

from commune.models import Lieu
from reservations.activites.enums import FormeDelai, Geste
from reservations.activites.models import Activite, Creneau, Formule, Groupe, Inscription, RegleDelai, Unite
from tests.factories.commune import grille_de


def activite(donges, code, *, unites, formules, prix="1.00", **champs):
    """Create an activity, booked till the eve: units {code: (from, to)}, formules {code: (unit codes, step)}."""
    nom = champs.pop("nom", code.replace("-", " ").capitalize())
    faite = Activite.objects.create(
        service=donges.service, regie=donges.regie, code=code, nom=nom, nom_courant=nom.lower(), **champs
    )
    for geste in (Geste.RESERVER, Geste.ANNULER):
        RegleDelai.objects.create(activite=faite, geste=geste, forme=FormeDelai.JOURS, valeur=1, heure=time(18))
    connues = {
        u: Unite.objects.create(activite=faite, code=u, nom=u.capitalize(), debut=heures[0], fin=heures[1])
        for u, heures in unites.items()
    }
    vendues = {}
    for f, (codes, pas) in formules.items():
        vendues[f] = Formule.objects.create(activite=faite, code=f, nom=f.replace("-", " ").capitalize(), pas=pas)
        vendues[f].unites.set(connues[u] for u in codes)
        grille_de(vendues[f], [(None, prix)], nom=f, du=date(2024, 9, 1), unite="quart_heure" if pas else "journee")
    cache.delete("memoire.catalogue")
    return SimpleNamespace(activite=faite, unites=connues, formules=vendues)


def garderie(donges):
    """Create the care of the morning and of the evening, billed by the quarter of an hour: 0,28 €."""
    return activite(
        donges, "garderie", nom="Garderie", prestation="accueil", prix="0.28",
        unites={"matin": (time(7, 30), time(8, 30)), "soir": (time(16, 30), time(18, 30))},
        formules={"matin": (["matin"], 15), "soir": (["soir"], 15)},
    )  # fmt: skip


def centre(donges, lieu=None):
    """Create the leisure centre: morning, meal, afternoon; half a day or the whole day; two groups of ages."""
    fait = activite(
        donges, "centre", nom="Centre de loisirs", prestation="journee", jours=[0, 1, 2, 3, 4],
        jours_vacances=[0, 1, 2, 3, 4], prix="10.00",
        unites={
            "matin": (time(9), time(12)), "repas": (time(12), time(13, 30)), "apres-midi": (time(13, 30), time(17)),
        },
        formules={"journee": (["matin", "repas", "apres-midi"], None), "matinee": (["matin"], None)},
    )  # fmt: skip
    fait.lieu = lieu or Lieu.objects.create(code="centre", nom="Centre de loisirs", genre="centre")
    fait.petits, fait.grands = (
        Groupe.objects.create(activite=fait.activite, lieu=fait.lieu, nom=nom, age_min=du, age_max=au)
        for nom, du, au in (("Les 3-5 ans", 3, 5), ("Les 6-11 ans", 6, 11))
    )
    cache.delete("memoire.catalogue")
    return fait


def ouvrir_jours(faite, lieu, jours, *, places=None, par_groupe=None):
    """Open every unit on these days at ``lieu``: ``places`` for the place, ``par_groupe`` {group: places}."""
    lignes = []
    for jour in jours:
        for unite in faite.unites.values():
            lignes.append(Creneau(unite=unite, lieu=lieu, date=jour, places=places))
            for groupe, combien in (par_groupe or {}).items():
                lignes.append(Creneau(unite=unite, lieu=lieu, date=jour, places=combien, groupe=groupe))
    return Creneau.objects.bulk_create(lignes, ignore_conflicts=True)


def inscrire_a(faite, enfant, payeur, lieu, du=date(2026, 9, 1)):
    return Inscription.objects.create(enfant=enfant, activite=faite.activite, lieu=lieu, payeur=payeur, du=du)
