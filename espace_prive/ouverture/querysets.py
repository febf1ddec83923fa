"""What waits, what lives, who is without a space."""

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Lower

from common import clock
from espace_prive.famille.acces import portee
from espace_prive.famille.models import Appartenance, Enfant, LienParental, Responsable
from espace_prive.famille.querysets import en_cours
from espace_prive.ouverture.enums import EtatDemandeEspace, EtatDestinataire

# A space that was created and never activated is no space yet.
SANS_ESPACE = Q(utilisateur__isnull=True) | Q(utilisateur__a_activer=True)
# A key that nobody used nor replaced.
VIVANTE = Q(utilisee_le__isnull=True, annulee_le__isnull=True)


class InvitationQuerySet(models.QuerySet):
    def vivantes(self):
        return self.filter(utilisee_le__isnull=True, annulee_le__isnull=True, expire_le__gt=clock.maintenant())


class DemandeEspaceQuerySet(models.QuerySet):
    def pour_agent(self, agent):
        """What an agent may read: no request that may be about a child it is barred from by court order, by birthday.

        Nor one that may come from an adult of that child's home, by birthday or e-mail: it says where they live.
        """
        adultes = Responsable.objects.filter(pk__in=portee.adultes_fermes(agent))
        leurs_naissances = adultes.filter(naissance__isnull=False).values("naissance")
        leurs_courriels = adultes.exclude(email="").values_list(Lower("email"))
        naissances = Enfant.objects.filter(pk__in=portee.ecartes(agent)).values_list("naissance", flat=True)
        lisibles = self.exclude(responsable__in=adultes).exclude(naissance__in=leurs_naissances)
        lisibles = lisibles.alias(courriel=Lower("email")).exclude(courriel__in=leurs_courriels)
        for naissance in naissances:
            lisibles = lisibles.exclude(enfants__contains=[{"naissance": naissance.isoformat()}])
        return lisibles

    def en_attente(self):
        return self.filter(etat=EtatDemandeEspace.DEPOSEE).order_by("deposee_le", "pk")


class LiasseQuerySet(models.QuerySet):
    def avec_vivantes(self):
        """Annotate ``vivantes``: the letters whose key still opens something."""
        cle = "destinataires__cle__"
        vivante = Q(
            **{f"{cle}utilisee_le__isnull": True, f"{cle}annulee_le__isnull": True},
            **{f"{cle}expire_le__gt": clock.maintenant()},
        )
        return self.annotate(vivantes=Count("destinataires", filter=vivante & Q(destinataires__cle__isnull=False)))


class EnvoiQuerySet(models.QuerySet):
    def avec_comptes(self):
        """Annotate ``total``, ``restants``, ``ecartes``, and ``crees``: adults who have opened their space since."""
        destinataire = "destinataires__etat"
        ouvert = Q(
            destinataires__responsable__utilisateur__isnull=False,
            destinataires__responsable__utilisateur__a_activer=False,
        )
        comptes = self.annotate(
            total=Count("destinataires"),
            restants=Count("destinataires", filter=Q(**{destinataire: EtatDestinataire.A_FAIRE})),
            ecartes=Count("destinataires", filter=Q(**{destinataire: EtatDestinataire.ECARTE})),
            crees=Count("destinataires", filter=Q(**{destinataire: EtatDestinataire.FAIT}) & ouvert),
        )
        return comptes.order_by("-lance_le", "-pk")


def sans_espace(*, ecole=None):
    """The adults who live in a household today and have no space; of the children of one school, if named."""
    loges = Appartenance.objects.filter(en_cours()).values("responsable")
    adultes = Responsable.objects.filter(SANS_ESPACE, pk__in=loges).exclude(utilisateur__is_staff=True)
    if ecole is not None:
        jour = clock.aujourdhui()
        eleves = LienParental.objects.filter(
            en_cours(), restreint=False, enfant__scolarites__ecole=ecole,
            enfant__scolarites__annee__du__lte=jour, enfant__scolarites__annee__au__gte=jour,
        )  # fmt: skip
        adultes = adultes.filter(pk__in=eleves.values("responsable"))
    return adultes.order_by("tri", "pk")


def par_une_cle(moi: portee.Portee):
    """A key of the service was handed to an adult of the household."""
    cles = {"responsable__cles__service__in": moi.services, "responsable__cles__annulee_le__isnull": True}
    return Appartenance.objects.filter(en_cours(), **cles).values("foyer")
