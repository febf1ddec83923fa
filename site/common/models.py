"""The kernel's own rows: the journal, the mails to send, the throttles. It knows no domain."""

from django.db import models

from common import clock
from common.database.querysets import CourrielQuerySet

ACTEUR_MAX = OBJET_MAX = 200


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


class Urgence(models.IntegerChoices):
    """Which mails leave first: the postman always takes the most urgent of those that are due."""

    ATTENDU = 0, "attendu devant l’écran"
    COURANT = 1, "courant"
    EN_NOMBRE = 2, "en nombre"


class Courriel(models.Model):
    """A mail, saved with the change that promises it; ``cle`` names that event, and makes it idempotent.

    The row is the queue: a row with a ``prochain_essai`` is still to leave, whoever was to wake the postman. A promise
    has no text yet: ``redacteur`` (a function, by its path) writes it about ``sujet_id`` when it is about to leave.
    """

    cle = models.CharField(max_length=200, unique=True)
    destinataire = models.EmailField(blank=True)
    objet = models.CharField(max_length=OBJET_MAX)
    texte = models.TextField(blank=True)
    html = models.TextField(blank=True)
    # A calendar (RFC 5545) that goes with it.
    agenda = models.TextField(blank=True)
    # Where who no longer wants it says so: mail programs show a button.
    desabonnement = models.CharField(max_length=300, blank=True)
    redacteur = models.CharField(max_length=120, blank=True)
    sujet_id = models.BigIntegerField(null=True)
    urgence = models.PositiveSmallIntegerField(choices=Urgence, default=Urgence.COURANT)
    cree_le = models.DateTimeField(default=clock.maintenant, db_index=True)
    # What the link that it carries lives: later, the mail would only deceive.
    expire_le = models.DateTimeField(null=True)
    essais = models.PositiveSmallIntegerField(default=0)
    # Empty when nothing is tried any more: it left, or it was given up.
    prochain_essai = models.DateTimeField(null=True, default=clock.maintenant)
    erreur = models.CharField(max_length=200, blank=True)
    envoye_le = models.DateTimeField(null=True, blank=True)
    abandonne_le = models.DateTimeField(null=True)
    # When somebody asked to send again what had been given up: the days of trying start again.
    renvoye_le = models.DateTimeField(null=True)

    objects = CourrielQuerySet.as_manager()

    class Meta:
        verbose_name = "courriel"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["urgence", "id"], name="courriel_a_envoyer", condition=models.Q(prochain_essai__isnull=False)
            ),
            models.Index(fields=["id"], name="courriel_abandonne", condition=models.Q(abandonne_le__isnull=False)),
        ]

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


class NumeroDEnvoi(models.Model):
    """The number of a form that was sent, and the answer that it got: the second click gets the same.

    ``statut`` is empty while the first is being answered, which no other transaction ever sees.
    """

    numero = models.UUIDField(primary_key=True)
    auteur_id = models.BigIntegerField()
    empreinte = models.CharField(max_length=64)
    cree_le = models.DateTimeField(default=clock.maintenant, db_index=True)
    statut = models.PositiveSmallIntegerField(null=True)
    adresse = models.TextField(blank=True)
    messages = models.JSONField(default=list)
    entetes = models.JSONField(default=dict)
    contenu = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = "envoi d’un formulaire"
        verbose_name_plural = "envois de formulaires"

    def __str__(self):
        return str(self.numero)


class Affluence(models.Model):
    """The one row that lets people in on a busy morning (``web/affluence.py``): tickets given, people served."""

    numero = models.BigIntegerField("dernier numéro donné")
    servi = models.FloatField("numéros servis")
    le = models.DateTimeField("à cet instant")

    class Meta:
        verbose_name = "affluence"
        verbose_name_plural = "affluence"

    def __str__(self):
        return f"{self.numero} arrivées"
