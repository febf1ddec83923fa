"""The ways into a space: invitations, requests without a key, and what is sent to many families at once."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from common import clock
from common.words import typo
from common.words.adresses import FRANCE, Adresse
from commune.models import Service
from espace_prive.comptes.enums import Civilite
from espace_prive.famille.enums import Qualite
from espace_prive.famille.models import Responsable
from espace_prive.ouverture import querysets, rules
from espace_prive.ouverture.enums import EtatDemandeEspace, EtatDestinataire, GenreEnvoi

MESSAGE_MAX = 1000


def _par(related_name="+"):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name=related_name
    )


class CleEnfance(models.Model):
    """The key that ties an account to a responsable: hashed, single use, expiring, one living at a time."""

    responsable = models.ForeignKey(Responsable, on_delete=models.CASCADE, related_name="cles")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="cles")
    empreinte = models.CharField(max_length=64, unique=True, editable=False)
    creee_le = models.DateTimeField(default=clock.maintenant, editable=False)
    expire_le = models.DateTimeField("valable jusqu’au")
    utilisee_le = models.DateTimeField(null=True, blank=True, editable=False)
    annulee_le = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "clé enfance"
        verbose_name_plural = "clés enfance"
        ordering = ["-creee_le"]
        constraints = [
            models.UniqueConstraint(
                fields=["responsable", "service"],
                condition=Q(utilisee_le__isnull=True, annulee_le__isnull=True),
                nulls_distinct=False,
                name="cle_une_par_responsable",
            ),
        ]

    def __str__(self):
        return f"Clé {typo.de(self.responsable)}"


class Invitation(models.Model):
    """A link sent to one adult to open the space: only a digest of its secret, single use, one living at a time."""

    responsable = models.ForeignKey(Responsable, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField("adresse électronique")
    empreinte = models.CharField(max_length=64, unique=True, editable=False)
    creee_le = models.DateTimeField(default=clock.maintenant, editable=False)
    creee_par = _par()
    expire_le = models.DateTimeField("valable jusqu’au")
    utilisee_le = models.DateTimeField(null=True, blank=True, editable=False)
    annulee_le = models.DateTimeField(null=True, blank=True, editable=False)

    objects = querysets.InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        ordering = ["-creee_le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["responsable"],
                condition=Q(utilisee_le__isnull=True, annulee_le__isnull=True),
                name="invitation_une_par_responsable",
            ),
        ]

    def __str__(self):
        return f"Invitation · {self.responsable}"


class DemandeEspace(Adresse, models.Model):
    """A space asked for without a key: it waits for an agent. ``numero`` comes from the form: idempotency key.

    ``enfants``: a list of {prenom, nom, naissance (ISO)}, as typed.
    """

    numero = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    civilite = models.CharField("civilité", max_length=3, choices=Civilite)
    nom = models.CharField("nom usuel", max_length=100)
    nom_naissance = models.CharField("nom de naissance", max_length=100, blank=True)
    prenoms = models.CharField("prénom(s)", max_length=100)
    naissance = models.DateField("date de naissance")
    qualite = models.CharField("qualité", max_length=10, choices=Qualite)
    adresse = models.CharField("adresse", max_length=200)
    complement = models.CharField("complément d’adresse", max_length=200, blank=True)
    code_postal = models.CharField("code postal", max_length=12)
    ville = models.CharField("ville", max_length=100)
    pays = models.CharField("pays", max_length=2, default=FRANCE)
    email = models.EmailField("adresse électronique")
    mobile = models.CharField("téléphone mobile", max_length=20, blank=True)
    telephone = models.CharField("téléphone fixe", max_length=20, blank=True)
    enfants = models.JSONField(default=list)
    message = models.TextField("message", max_length=MESSAGE_MAX, blank=True)
    deposee_le = models.DateTimeField("déposée le", default=clock.maintenant)
    etat = models.CharField(
        "état", max_length=10, choices=EtatDemandeEspace, default=EtatDemandeEspace.DEPOSEE, editable=False
    )
    traitee_le = models.DateTimeField("traitée le", null=True, blank=True, editable=False)
    traitee_par = _par()
    motif = models.CharField("motif", max_length=300, blank=True)
    responsable = models.ForeignKey(
        Responsable, null=True, blank=True, on_delete=models.SET_NULL, related_name="demandes_espace"
    )

    objects = querysets.DemandeEspaceQuerySet.as_manager()

    class Meta:
        verbose_name = "demande d’espace"
        verbose_name_plural = "demandes d’espace"
        ordering = ["-deposee_le", "-pk"]
        indexes = [models.Index(fields=["etat", "deposee_le"], name="demande_espace_etat")]
        constraints = [
            models.CheckConstraint(
                condition=Q(etat=EtatDemandeEspace.DEPOSEE, traitee_le__isnull=True)
                | (~Q(etat=EtatDemandeEspace.DEPOSEE) & Q(traitee_le__isnull=False)),
                name="demande_espace_traitee_datee",
            ),
        ]

    def __str__(self):
        return f"{self.prenoms} {self.nom}"

    @property
    def jours_d_attente(self):
        return (clock.maintenant() - self.deposee_le).days

    @property
    def bientot_effacee_le(self):
        """The day when it is erased if nobody answers; None while that is more than a month away."""
        fin = self.deposee_le + rules.SANS_REPONSE
        return fin if fin - clock.maintenant() <= rules.DERNIERE_ALERTE else None

    @property
    def petits(self):
        """(first name, name, birth as a date) of each child."""
        return [(e["prenom"], e["nom"], date.fromisoformat(e["naissance"])) for e in self.enfants]


class Envoi(models.Model):
    """Invitations, or letters with a key, for many adults: done in the background, resumable, idempotent."""

    numero = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    genre = models.CharField("genre", max_length=12, choices=GenreEnvoi)
    lance_le = models.DateTimeField(default=clock.maintenant)
    lance_par = _par()
    termine_le = models.DateTimeField(null=True, blank=True)

    objects = querysets.EnvoiQuerySet.as_manager()

    class Meta:
        verbose_name = "envoi"
        ordering = ["-lance_le", "-pk"]
        permissions = [
            ("ouvrir_espaces", "Peut inviter des familles et traiter les demandes d’espace"),
            ("agir_pour_famille", "Peut agir à la place d’une famille (mode super-usager)"),
        ]

    def __str__(self):
        return f"{self.get_genre_display()} du {typo.date_simple(self.lance_le.astimezone(clock.fuseau()))}"


class Liasse(models.Model):
    """Some letters of an Envoi in one file, ready to print: encrypted, since each bears a key, and erased soon."""

    envoi = models.ForeignKey(Envoi, on_delete=models.CASCADE, related_name="liasses")
    rang = models.PositiveIntegerField()
    lettres = models.PositiveIntegerField()
    contenu = models.BinaryField()
    faite_le = models.DateTimeField(default=clock.maintenant)

    objects = querysets.LiasseQuerySet.as_manager()

    class Meta:
        verbose_name = "liasse de lettres"
        verbose_name_plural = "liasses de lettres"
        ordering = ["rang"]
        constraints = [models.UniqueConstraint(fields=["envoi", "rang"], name="liasse_unique")]

    def __str__(self):
        return f"{self.envoi} · {self.rang}"


class Destinataire(models.Model):
    """An adult of an Envoi, and what became of it."""

    envoi = models.ForeignKey(Envoi, on_delete=models.CASCADE, related_name="destinataires")
    responsable = models.ForeignKey(Responsable, on_delete=models.CASCADE, related_name="+")
    etat = models.CharField(max_length=8, choices=EtatDestinataire, default=EtatDestinataire.A_FAIRE)
    motif = models.CharField(max_length=300, blank=True)
    liasse = models.ForeignKey(Liasse, null=True, on_delete=models.SET_NULL, related_name="destinataires")
    # The key that the letter bears: dead, the letter opens nothing.
    cle = models.ForeignKey(CleEnfance, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "destinataire"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["envoi", "responsable"], name="destinataire_unique")]
        indexes = [models.Index(fields=["envoi", "etat"], name="destinataire_etat")]

    def __str__(self):
        return f"{self.responsable} · {self.get_etat_display()}"
