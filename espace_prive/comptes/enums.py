from django.db.models import TextChoices


class Civilite(TextChoices):
    MADAME = "mme", "Madame"
    MONSIEUR = "m", "Monsieur"


class Role(TextChoices):
    """The groups of staff; what each may do is listed in ``comptes.services.PERMISSIONS``."""

    REDACTEUR = "redacteur", "Rédacteurs"
    PUBLICATEUR = "publicateur", "Publicateurs"
    AGENT = "agent", "Agents du guichet unique"
    AGENT_DE_SERVICE = "agent_service", "Agents d’un service"
    RESPONSABLE = "responsable", "Responsables de service"
    ANIMATEUR = "animateur", "Animateurs"
    REGISSEUR = "regisseur", "Régisseurs"
    ADMINISTRATEUR = "administrateur", "Administrateurs"


class EtatChangement(TextChoices):
    """What became of a change of e-mail address."""

    EN_COURS = "en_cours", "En cours"
    APPLIQUE = "applique", "Appliqué"
    ANNULE = "annule", "Annulé"
    CONTESTE = "conteste", "Refusé depuis l’ancienne adresse"
    EXPIRE = "expire", "Expiré"
