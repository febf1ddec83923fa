"""A change that a parent asked for, kept as typed until an agent answers."""

from django.db import models
from django.db.models import Q

from espace_prive.demarches.enums import EtatDemarche
from espace_prive.demarches.models import Demarche, de_l_adulte
from espace_prive.documents.models import Piece
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.enums import Rubrique
from espace_prive.famille.models import Enfant

OUVERTES = (EtatDemarche.DEPOSEE, EtatDemarche.EN_COURS)
# Said by one adult of a household, of itself, of a child or of another adult: nobody's but its own.
A_SOI_SEUL = (Rubrique.COORDONNEES, Rubrique.ENTOURAGE, Rubrique.ENFANT, Rubrique.SITUATION)


class ModificationQuerySet(models.QuerySet):
    def pour(self, acteur):
        """Keep what the person may read: of its household, or of a child over whom it has authority.

        Who was declared for a child is read by the adult who declared, whoever typed it: another adult of the
        household may be no parent of it, and the other parent does not read the telephone. Who says that it leaves is
        not read by who is left, and reads the answer from where it then lives.
        """
        moi = perimetre(acteur)
        sien = de_l_adulte(moi.soi, "demarche__")
        du_foyer = Q(enfant__isnull=True, demarche__foyer__in=moi.foyers) & (~Q(rubrique__in=A_SOI_SEUL) | sien)
        return self.filter(du_foyer | Q(rubrique=Rubrique.SITUATION) & sien | Q(enfant__in=moi.confies))

    def en_attente(self):
        """Keep what waits for an answer, oldest first."""
        return self.filter(demarche__etat__in=OUVERTES).order_by("demarche__deposee_le", "pk")


class Modification(models.Model):
    """What was asked: the kind of change, on which row, from what to what."""

    demarche = models.OneToOneField(Demarche, on_delete=models.CASCADE, related_name="modification")
    genre = models.CharField("genre", max_length=20)
    rubrique = models.CharField("rubrique", max_length=15, choices=Rubrique)
    cible_id = models.BigIntegerField()
    enfant = models.ForeignKey(Enfant, null=True, on_delete=models.CASCADE, related_name="modifications")
    # As the form sent it: {field: [values]}; and as people read it: [{champ, libelle, avant, apres}].
    saisie = models.JSONField(default=dict)
    lignes = models.JSONField(default=list)
    piece = models.ForeignKey(Piece, null=True, on_delete=models.SET_NULL, related_name="modifications")

    objects = ModificationQuerySet.as_manager()

    class Meta:
        verbose_name = "changement demandé"
        verbose_name_plural = "changements demandés"
        indexes = [models.Index(fields=["genre", "cible_id"], name="modification_cible")]

    def __str__(self):
        return str(self.demarche)
