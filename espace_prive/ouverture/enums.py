from django.db.models import TextChoices


class EtatDemandeEspace(TextChoices):
    DEPOSEE = "deposee", "En attente"
    ACCEPTEE = "acceptee", "Acceptée"
    REFUSEE = "refusee", "Refusée"


class GenreEnvoi(TextChoices):
    INVITATIONS = "invitations", "Invitations par courriel"
    LETTRES = "lettres", "Lettres avec clé"


class EtatDestinataire(TextChoices):
    A_FAIRE = "a_faire", "À faire"
    FAIT = "fait", "Fait"
    ECARTE = "ecarte", "Écarté"
