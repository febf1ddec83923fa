"""What the town itself still lacks before families can write, call or register."""

from commune.enums import GenreDeLieu
from commune.models import AnneeScolaire, Ecole, Lieu, Regie, Reglages, Service


def de_la_commune() -> list[str]:
    reglages = Reglages.load()
    manques = []
    if reglages.nom == Reglages._meta.get_field("nom").default:
        manques.append("Le nom et les coordonnées de la commune (La commune › Réglages).")
    if not Service.objects.exists():
        manques.append("Un service que les familles peuvent joindre (La commune › Services).")
    sans_courriel = Service.objects.filter(courriel="")
    manques += [f"Le courriel du service « {s} » (La commune › Services)." for s in sans_courriel]
    if not Ecole.objects.exists():
        manques.append("Les écoles (La commune › Lieux, puis Écoles).")
    orphelines = Lieu.objects.filter(genre=GenreDeLieu.ECOLE, ecole__isnull=True)
    manques += [f"Les niveaux de « {lieu} » (La commune › Écoles)." for lieu in orphelines]
    if not Regie.objects.exists():
        manques.append("Une régie, pour facturer (La commune › Régies).")
    if not AnneeScolaire.objects.exists():
        manques.append("Une année scolaire (La commune › Années scolaires › Importer une année).")
    return manques
