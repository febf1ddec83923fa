"""Who signs in: parents and staff. Nothing here knows about families."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

from common import clock
from common.database.fields import CleDeTri, Derivable
from commune.models import Lieu, Service
from espace_prive.comptes.enums import Civilite, EtatChangement

# How long the present address may object to a new one; then its silence is a yes.
SILENCE = timedelta(days=3)


class UtilisateurManager(BaseUserManager):
    """Create users by identifiant; look one up whatever the case typed."""

    def get_by_natural_key(self, identifiant):
        return self.get(identifiant__iexact=identifiant)

    def create_user(self, identifiant, email="", password=None, **champs):
        utilisateur = self.model(identifiant=identifiant, email=self.normalize_email(email), **champs)
        utilisateur.set_password(password)
        utilisateur.save(using=self._db)
        return utilisateur

    def create_superuser(self, identifiant, email="", password=None, **champs):
        return self.create_user(identifiant, email, password, is_staff=True, is_superuser=True, **champs)


class Utilisateur(Derivable, AbstractUser):
    """A person who signs in.

    ``a_activer``: the account was just created and sleeps until the link of the activation mail is followed; without
    it, an inactive account was closed by the staff and no link wakes it. ``second_facteur``: a confirmed application
    protects the account; until it is proved, the person is nobody (``comptes.middleware``). Stored here because every
    page reads this row anyway.
    """

    username = None
    identifiant = models.CharField(
        "identifiant",
        max_length=60,
        validators=[
            RegexValidator(
                # No « @ »: somebody's address taken as an identifiant would keep its owner from signing in with it.
                r"^[\w.+-]{3,60}$",
                "L’identifiant a au moins 3 caractères : lettres, chiffres ou . + - _",
            )
        ],
        help_text="Au moins 3 caractères : lettres, chiffres ou . + - _",
    )
    email = models.EmailField("adresse électronique")
    civilite = models.CharField("civilité", max_length=3, choices=Civilite, blank=True)
    a_activer = models.BooleanField("attend son activation", default=False, editable=False)
    second_facteur = models.BooleanField("second facteur", default=False, editable=False)
    connexion_precedente = models.DateTimeField("connexion précédente", null=True, blank=True, editable=False)
    tri = CleDeTri("last_name", "first_name")
    # The adult of a family for whom an agent acts while this request lasts (« mode super-usager »); in no column.
    agit_pour = None

    USERNAME_FIELD = "identifiant"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]
    objects = UtilisateurManager()

    class Meta:
        verbose_name = "utilisateur"
        constraints = [
            models.UniqueConstraint(
                Lower("identifiant"),
                name="identifiant_unique",
                violation_error_message="Cet identifiant est déjà pris. Choisissez-en un autre.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="courriel_unique",
                violation_error_message="Un espace existe déjà avec cette adresse électronique.",
            ),
        ]

    def __str__(self):
        return self.identifiant

    def civilite_nom(self):
        """« Madame Le Goff », or the full name when the civility is not known."""
        return f"{self.get_civilite_display()} {self.last_name}".strip() if self.civilite else self.get_full_name()


class Habilitation(models.Model):
    """An agent's reach: a service, or one place of it."""

    utilisateur = models.ForeignKey(Utilisateur, on_delete=models.CASCADE, related_name="habilitations")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="habilitations")
    lieu = models.ForeignKey(Lieu, null=True, blank=True, on_delete=models.PROTECT, related_name="habilitations")

    class Meta:
        verbose_name = "habilitation"
        constraints = [
            models.UniqueConstraint(
                fields=["utilisateur", "service", "lieu"], nulls_distinct=False, name="habilitation_unique"
            ),
        ]

    def __str__(self):
        return f"{self.utilisateur} : {self.lieu or self.service}"


class Appareil(models.Model):
    """A browser that an account signed in from, recognised by a random cookie of which only a digest is stored.

    ``prouve_le``: the second factor was proved there once; ``confiance_jusqu_au``: it is not asked again before.
    """

    utilisateur = models.ForeignKey(Utilisateur, on_delete=models.CASCADE, related_name="appareils")
    empreinte = models.CharField(max_length=64)
    nom = models.CharField("nom", max_length=80)
    connu_le = models.DateTimeField(default=clock.maintenant)
    vu_le = models.DateTimeField(default=clock.maintenant)
    prouve_le = models.DateTimeField(null=True, blank=True)
    confiance_jusqu_au = models.DateTimeField("de confiance jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "appareil"
        constraints = [models.UniqueConstraint(fields=["utilisateur", "empreinte"], name="appareil_unique")]

    def __str__(self):
        return self.nom


class SessionOuverte(AbstractBaseSession):
    """Django's session with its owner: one row is read by a page, listed, closed.

    No constraint in the database on what it points to: Django's store would take a refusal for a key already used and
    try again for ever.
    """

    utilisateur = models.ForeignKey(
        Utilisateur, null=True, on_delete=models.CASCADE, db_constraint=False, related_name="sessions"
    )
    appareil = models.ForeignKey(
        Appareil, null=True, on_delete=models.CASCADE, db_constraint=False, related_name="sessions"
    )
    ouverte_le = models.DateTimeField(null=True)
    vue_le = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "session"

    @classmethod
    def get_session_store_class(cls):
        return import_module(settings.SESSION_ENGINE).SessionStore


class CodeDeSecours(models.Model):
    """A recovery code: shown once, hashed like a password, used once."""

    utilisateur = models.ForeignKey(Utilisateur, on_delete=models.CASCADE, related_name="codes_de_secours")
    empreinte = models.CharField(max_length=200)
    cree_le = models.DateTimeField(default=clock.maintenant)
    utilise_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "code de secours"
        verbose_name_plural = "codes de secours"

    def __str__(self):
        return f"{self.utilisateur} ({'utilisé' if self.utilise_le else 'valable'})"


class ChangementCourriel(models.Model):
    """A requested change of e-mail address: it happens once both addresses have had their say."""

    utilisateur = models.ForeignKey(Utilisateur, on_delete=models.CASCADE, related_name="changements_courriel")
    ancienne = models.EmailField("adresse actuelle")
    nouvelle = models.EmailField("nouvelle adresse")
    empreinte_ancienne = models.CharField(max_length=64, db_index=True)
    empreinte_nouvelle = models.CharField(max_length=64, db_index=True)
    demande_le = models.DateTimeField(default=clock.maintenant)
    ancienne_le = models.DateTimeField("accepté depuis l’ancienne le", null=True, blank=True)
    nouvelle_le = models.DateTimeField("confirmé depuis la nouvelle le", null=True, blank=True)
    etat = models.CharField("état", max_length=12, choices=EtatChangement, default=EtatChangement.EN_COURS)

    class Meta:
        verbose_name = "changement d’adresse électronique"
        verbose_name_plural = "changements d’adresse électronique"
        constraints = [
            models.UniqueConstraint(
                fields=["utilisateur"],
                condition=models.Q(etat=EtatChangement.EN_COURS),
                name="un_changement_de_courriel",
                violation_error_message="Un changement d’adresse est déjà en cours.",
            )
        ]

    def __str__(self):
        return f"{self.ancienne} → {self.nouvelle}"

    @property
    def fin_du_silence(self):
        """Until when the present address may object."""
        return self.demande_le + SILENCE


class SaisieGardee(models.Model):
    """A form sent when its session had ended, sealed, until its author has signed in again."""

    utilisateur = models.ForeignKey(Utilisateur, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=500)
    action = models.CharField(max_length=500)
    contenu = models.BinaryField()
    expire_le = models.DateTimeField()

    class Meta:
        verbose_name = "saisie gardée"
        verbose_name_plural = "saisies gardées"
        ordering = ["expire_le"]
        constraints = [models.UniqueConstraint(fields=["utilisateur", "action"], name="saisie_unique")]

    def __str__(self):
        return self.action
