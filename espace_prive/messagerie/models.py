"""What visitors write to the town hall. It knows no family: an exchange, when there are some, starts from one."""

import uuid

from django.conf import settings
from django.db import models

from common import clock
from commune.models import Service
from espace_prive.messagerie.enums import NatureDeMessage
from espace_prive.messagerie.querysets import MessageQuerySet

TEXTE_MAX = 4000


class Message(models.Model):
    """One message of a visitor. ``numero`` comes from the form: idempotency key.

    No ``service``: the person did not know whom to write to; any agent reads it and hands it on.
    """

    numero = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nature = models.CharField("nature", max_length=10, choices=NatureDeMessage, default=NatureDeMessage.QUESTION)
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="messages", verbose_name="service"
    )
    texte = models.TextField("message", max_length=TEXTE_MAX)
    nom = models.CharField("nom", max_length=100)
    courriel = models.EmailField("adresse électronique")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages"
    )
    recu_le = models.DateTimeField("reçu le", default=clock.maintenant)
    repondu_le = models.DateTimeField("répondu le", null=True, blank=True)
    repondu_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ["-recu_le", "-pk"]
        indexes = [models.Index(fields=["service", "-recu_le"], name="message_service")]
        permissions = [("lire_tous", "Peut lire les messages de tous les services")]

    def __str__(self):
        return f"Message de {self.nom}"
