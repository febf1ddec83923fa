from django.db.models import TextChoices


class GesteIntervention(TextChoices):
    """What the service does to booked days, whatever their deadlines."""

    AJOUT = "ajout", "réserver"
    VENU = "venu", "noter : venu sans réservation"
    ANNULATION = "annulation", "annuler"
    DEPLACEMENT = "deplacement", "déplacer à un autre jour"
    ABSENCE = "absence", "noter : absent"
    PRESENCE = "presence", "noter : finalement venu"
    EXONERATION = "exoneration", "ne pas facturer"
    RETABLISSEMENT = "retablissement", "remettre ce qui a été annulé ou n’est pas facturé"
    RETOUR = "retour", "revenir en arrière"

    @property
    def fait(self) -> str:
        """What the list of what was done calls it."""
        return {
            self.AJOUT: "réservé", self.VENU: "venu sans réservation", self.ANNULATION: "annulé",
            self.DEPLACEMENT: "déplacé", self.ABSENCE: "absent", self.PRESENCE: "venu",
            self.EXONERATION: "non facturé", self.RETABLISSEMENT: "remis", self.RETOUR: "remis comme avant",
        }[self]  # fmt: skip


# Those that an agent chooses.
GESTES = tuple(g for g in GesteIntervention if g != GesteIntervention.RETOUR)
# Those that need a formule and a registration: the others are about what is booked.
QUI_AJOUTENT = (GesteIntervention.AJOUT, GesteIntervention.VENU)


class FacturationAbsence(TextChoices):
    """What an absence noted by the service leaves billed."""

    LIBRE = "libre", "ne rien facturer"
    CERTIFICAT = "certificat", "selon le règlement, certificat vu"
    DUE = "due", "laisser facturé"


class ResultatIntervention(TextChoices):
    FAITE = "faite", "fait"
    REFUSEE = "refusee", "pas fait"
