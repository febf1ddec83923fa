"""Who reads which messages."""

from django.db.models import Q, QuerySet

from espace_prive.comptes.extensions import COMPTES_FERMES

LIRE = "messagerie.view_message"
LIRE_TOUS = "messagerie.lire_tous"


class MessageQuerySet(QuerySet):
    def pour(self, acteur):
        """What an agent may read: the messages of their services, and those without a service."""
        if not acteur.has_perm(LIRE):
            return self.none()
        for fermes in COMPTES_FERMES:
            self = self.exclude(auteur__in=fermes(acteur))
        if acteur.has_perm(LIRE_TOUS):
            return self
        services = acteur.habilitations.values("service")
        return self.filter(Q(service__isnull=True) | Q(service__in=services))

    def en_attente(self):
        return self.filter(repondu_le__isnull=True)
