from django.db.models import TextChoices


class EtatReservation(TextChoices):
    CONFIRMEE = "confirmee", "réservée"
    PROPOSEE = "proposee", "place proposée"
    ANNULEE = "annulee", "annulée"


# Those that take places.
QUI_PRENNENT = (EtatReservation.CONFIRMEE, EtatReservation.PROPOSEE)


class Cause(TextChoices):
    """Why a booking is cancelled: a usual week books again only what it, or the town, cancelled."""

    FAMILLE = "famille", "par la famille"
    ABSENCE = "absence", "absence signalée à temps"
    AGENT = "agent", "par le service"
    FERMETURE = "fermeture", "fermeture"
    DEPART = "depart", "départ de l’enfant"
    HABITUDE = "habitude", "changement de la semaine habituelle"
    INSCRIPTION = "changee", "changement de l’inscription"
    # The end of an offer that was not taken: nothing was ever booked.
    OFFRE = "offre", "place proposée, non prise"

    @property
    def choisie(self) -> bool:
        """Somebody wanted that very day otherwise: no usual week books it again."""
        return self in (Cause.FAMILLE, Cause.ABSENCE, Cause.AGENT, Cause.OFFRE)


class Temps(TextChoices):
    """When a usual week applies."""

    ECOLE = "ecole", "les semaines d’école"
    VACANCES = "vacances", "pendant les vacances"
    TOUJOURS = "toujours", "toute l’année"


class Sens(TextChoices):
    AJOUT = "ajout", "réservation"
    RETRAIT = "retrait", "annulation"


class ResultatDeLigne(TextChoices):
    ACCEPTEE = "acceptee", "acceptée"
    REFUSEE = "refusee", "refusée"


class MotifAbsence(TextChoices):
    MALADIE = "maladie", "Enfant malade"
    FAMILLE = "famille", "Raison familiale"
    ECOLE = "ecole", "Enseignant absent ou sortie scolaire"
    AUTRE = "autre", "Autre raison"


class EffetAbsence(TextChoices):
    FACTUREE = "facturee", "reste facturée"
    CARENCE = "carence", "reste facturée, sans majoration (jour de carence)"
    NON_FACTUREE = "non_facturee", "n’est pas facturée"
    A_JUSTIFIER = "a_justifier", "ne sera pas facturée si un certificat est donné à temps"


class Jugement(TextChoices):
    """What an agent made of an absence, its reason or its document."""

    ACCEPTEE = "acceptee", "acceptée selon le règlement"
    OFFERTE = "offerte", "acceptée, rien n’est facturé"
    REFUSEE = "refusee", "refusée"


class GesteAbsence(TextChoices):
    """What changed the effect of an absence after it was reported."""

    DOCUMENT = "document", "document donné par la famille"
    SUITE = "suite", "maladie comptée de nouveau"
    DECISION = "decision", "décision du service"
    RETOUR = "retour", "décision annulée"


class Retour(TextChoices):
    """What became of a booking that a closing cancelled."""

    ANNULEE = "annulee", "annulée par la fermeture"
    REMISE = "remise", "remise à la réouverture"
    PERDUE = "perdue", "pas remise"
    # Another closing still holds it: it comes back with that one.
    GARDEE = "gardee", "encore fermée par ailleurs"


class SuiteDeReservation(TextChoices):
    """What became of a booking whose registration changed."""

    DEPLACEE = "deplacee", "suit l’inscription"
    ANNULEE = "annulee", "annulée"
    LAISSEE = "laissee", "reste comme elle est"
