"""What the kernel keeps: the journal, the mails to send, the throttles. It knows no domain."""

from django.db import models

from common import clock

ACTEUR_MAX = 200


class Journal(models.Model):
    """Who did what, when and why, on what. Appended, never edited; it outlives accounts, so it holds names.

    ``pour_id``: the adult of a family for whom an agent acted, whom ``acteur`` names too.
    """

    quand = models.DateTimeField(default=clock.maintenant, db_index=True)
    acteur_id = models.BigIntegerField(null=True, blank=True)
    acteur = models.CharField(max_length=ACTEUR_MAX)
    pour_id = models.BigIntegerField(null=True, blank=True)
    action = models.CharField(max_length=60)
    objet = models.CharField(max_length=60)
    objet_id = models.CharField(max_length=60)
    motif = models.CharField(max_length=300, blank=True)
    donnees = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "journal"
        ordering = ["-quand", "-pk"]
        indexes = [models.Index(fields=["objet", "objet_id", "-quand"], name="journal_objet")]

    def __str__(self):
        return f"{self.quand:%Y-%m-%d %H:%M} {self.acteur} {self.action} {self.objet} {self.objet_id}"


class Courriel(models.Model):
    """A mail, saved with the change that causes it and sent afterwards by a task; ``cle`` makes it go once."""

    cle = models.CharField(max_length=200, unique=True)
    destinataire = models.EmailField()
    objet = models.CharField(max_length=200)
    texte = models.TextField(blank=True)
    html = models.TextField(blank=True)
    cree_le = models.DateTimeField(default=clock.maintenant, db_index=True)
    envoye_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "courriel"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.objet} → {self.destinataire}"


class Frein(models.Model):
    """A counter of tries in a window of time, shared by all web workers (sign-in, keys, forgotten password)."""

    cle = models.CharField(max_length=200, primary_key=True)
    essais = models.PositiveIntegerField(default=0)
    depuis = models.DateTimeField()

    class Meta:
        verbose_name = "frein"

    def __str__(self):
        return f"{self.cle} : {self.essais}"


class RapportDeMenage(models.Model):
    """What a rule of conservation erased one night; ``nombre`` is empty when it failed."""

    quand = models.DateTimeField(default=clock.maintenant)
    regle = models.CharField(max_length=60)
    nombre = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = "rapport de ménage"
        verbose_name_plural = "rapports de ménage"
        ordering = ["-quand", "-pk"]
        indexes = [models.Index(fields=["regle", "-quand"], name="rapport_regle")]

    def __str__(self):
        return f"{self.regle} : {self.nombre}"
