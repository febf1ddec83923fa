"""Who signs in: parents and staff. Nothing here knows about families."""

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

from commune.models import Lieu, Service
from espace_prive.comptes.enums import Civilite


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


class Utilisateur(AbstractUser):
    """A person who signs in.

    ``a_activer``: the account was just created and sleeps until the link of the activation mail is followed; without
    it, an inactive account was closed by the staff and no link wakes it.
    """

    username = None
    identifiant = models.CharField(
        "identifiant",
        max_length=60,
        validators=[
            RegexValidator(
                r"^[\w.@+-]{3,60}$", "L’identifiant a au moins 3 caractères : lettres, chiffres ou . @ + - _"
            )
        ],
        help_text="Au moins 3 caractères : lettres, chiffres ou . @ + - _",
    )
    email = models.EmailField("adresse électronique")
    civilite = models.CharField("civilité", max_length=3, choices=Civilite, blank=True)
    a_activer = models.BooleanField("attend son activation", default=False, editable=False)
    connexion_precedente = models.DateTimeField("connexion précédente", null=True, blank=True, editable=False)

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
        """Give « Madame Le Goff », or the full name when the civility is not known."""
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
