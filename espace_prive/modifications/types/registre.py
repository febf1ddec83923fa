"""The kinds of change of a family's file: what each is about, its form, what applying it does.

One list for three people: the parent whose change is applied at once, the parent whose change waits, and the agent who
corrects or accepts. All of them write through the same services of ``famille``.
"""

from datetime import date

from common import clock
from common.errors import Refus
from commune.models import AnneeScolaire
from espace_prive.famille import services as famille
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.enums import Rubrique
from espace_prive.famille.models import Allocataire, Enfant, Responsable
from espace_prive.famille.querysets import en_cours
from espace_prive.famille.services import rubriques
from espace_prive.modifications.forms import base
from espace_prive.modifications.types.base import Acte, DeLEnfant, DuFoyer, TypeDeChangement
from espace_prive.modifications.types.entourage import AjoutDeProche, ChangementDeProche, FinDeProche
from espace_prive.modifications.types.garde import ExceptionDeGarde
from espace_prive.sante.enums import GenreDAutorisation
from espace_prive.sante.models import FicheSanitaire
from espace_prive.sante.rules import ALLERGIE_SANS_PAI
from espace_prive.sante.services import sante

__all__ = ["GENRES", "Acte", "TypeDeChangement"]


class Coordonnees(TypeDeChangement):
    code, titre, icone, rubrique = "coordonnees", "Mes coordonnées", "telephone", Rubrique.COORDONNEES
    modele, form, champs, du_foyer = Responsable, base.CoordonneesForm, ("mobile", "telephone", "email"), False
    succes = "Vos coordonnées sont à jour."

    def parents(self, acteur):
        return Responsable.objects.filter(pk=perimetre(acteur).soi)

    def agents(self, foyer):
        return Responsable.objects.filter(appartenances__in=foyer.appartenances.filter(en_cours()))

    def appliquer(self, cible, champs, geste):
        return famille.modifier(cible, version=geste.version, par=geste.par, **champs)


class AdresseDuFoyer(DuFoyer):
    code, titre, icone, rubrique = "adresse", "Adresse du foyer", "lieu", Rubrique.ADRESSE
    form, champs = base.AdresseForm, ("adresse", "complement", "code_postal", "ville", "pays")
    devoir = "Un déménagement peut changer l’école et le tarif : dites-le dès que vous connaissez la date."

    def appliquer(self, cible, champs, geste):
        return famille.modifier(cible, version=geste.version, par=geste.par, **champs)


class SituationFamiliale(DuFoyer):
    code, titre, icone, rubrique = "situation", "Ma situation familiale", "famille", Rubrique.SITUATION
    form, ajout, du_foyer = base.SituationForm, True, False
    devoir = "Signalez tout changement qui touche l’accueil de vos enfants : garde, décision de justice, départ."
    confirmation = "Votre message est envoyé. Un agent le lit et vous répond par courriel."

    def initial(self, cible):
        return {}

    def version(self, cible):
        return 0

    def appliquer(self, cible, champs, geste):
        """Nothing by itself: the agent does what the sentence asks, then answers."""


class NouvelEnfant(DuFoyer):
    code, titre, icone, rubrique = "enfant", "Ajouter un enfant", "ajout", Rubrique.ENFANT
    form, ajout, du_foyer = base.NouvelEnfantForm, True, False

    def initial(self, cible):
        return {"nom": cible.nom}

    def version(self, cible):
        return 0

    def appliquer(self, cible, champs, geste):
        connus = Enfant.objects.filter(naissance=champs["naissance"], rattachements__foyer=cible)
        if any(famille.meme_enfant(e, champs["prenom"]) for e in connus):
            raise Refus("Cet enfant est déjà dans le foyer : même prénom, même date de naissance.", code="double")
        auteur = self._adulte(cible, geste)
        identite = {nom: champs[nom] for nom in ("prenom", "nom", "naissance", "genre") if nom in champs}
        identite.setdefault("nom", cible.nom)
        liens = {auteur: champs["qualite"]} if auteur else {}
        enfant = famille.ajouter_enfant(cible, par=geste.par, liens=liens, **identite)
        annee = AnneeScolaire.objects.filter(au__gte=clock.aujourdhui()).order_by("du").first()
        if champs.get("ecole") and annee:
            famille.scolariser(enfant, annee=annee, ecole=champs["ecole"], niveau=champs["niveau"], par=geste.par)
        return enfant

    @staticmethod
    def _adulte(foyer, geste):
        """Give the adult who asked, when it lives in this household."""
        ici = Responsable.objects.filter(en_cours("appartenances__"), appartenances__foyer=foyer)
        return ici.filter(pk=geste.adulte.pk).first() if geste.adulte else None


class DeSante(DeLEnfant):
    rubrique = Rubrique.SANTE
    succes = "La fiche sanitaire est à jour."
    devoir = "Signalez tout changement de santé dès que vous le connaissez : c’est la sécurité de votre enfant."

    def intitule_public(self, cible):
        return f"Fiche sanitaire – {cible.prenom}"

    def fiche(self, cible):
        return FicheSanitaire.objects.filter(enfant=cible).first() or FicheSanitaire(enfant=cible)

    def initial(self, cible):
        fiche = self.fiche(cible)
        return {nom: getattr(fiche, nom) for nom in self.champs}

    def version(self, cible):
        return self.fiche(cible).version

    def appliquer(self, cible, champs, geste):
        valeurs = {nom: champs[nom] for nom in self.champs if nom in champs}
        return sante.modifier_sante(cible, version=geste.version, par=geste.par, **valeurs)


class Alimentation(DeSante):
    code, titre, icone = "alimentation", "Repas et allergies", "repas"
    form, champs = base.AlimentationForm, ("regime", "allergies", "attention", "consignes")

    def reste_a_faire(self, cible):
        fiche = self.fiche(cible)
        return ALLERGIE_SANS_PAI if fiche.allergies.strip() and not fiche.pai else ""


class Pai(DeSante):
    code, titre, icone = "pai", "Projet d’accueil individualisé", "document"
    form, champs = base.PaiForm, ("pai", "pai_fin", "pai_panier")

    def appliquer(self, cible, champs, geste):
        fiche = super().appliquer(cible, champs, geste)
        if not geste.piece:
            return fiche
        # What was just written above counts; without it, the sheet is still to be the one that was shown.
        version = fiche.version if any(nom in champs for nom in self.champs) else geste.version
        return sante.joindre_pai(cible, geste.piece, version=version, par=geste.par)


class Medecin(DeSante):
    code, titre, icone = "medecin", "Médecin et vaccins", "bebe"
    form, champs = base.MedecinForm, ("medecin", "medecin_telephone", "contre_indication")

    def initial(self, cible):
        vaccins = self.fiche(cible).vaccins
        return super().initial(cible) | {
            f"vaccin_{code}": date.fromisoformat(le) for code, le in vaccins.items() if le
        }

    def appliquer(self, cible, champs, geste):
        dates = {nom.removeprefix("vaccin_"): le for nom, le in champs.items() if nom.startswith("vaccin_")}
        valeurs = {nom: champs[nom] for nom in self.champs if nom in champs}
        if dates:
            connues = dict(self.fiche(cible).vaccins)
            connues |= {code: le.isoformat() if le else "" for code, le in dates.items()}
            valeurs["vaccins"] = {code: le for code, le in connues.items() if le}
        return sante.modifier_sante(cible, version=geste.version, par=geste.par, **valeurs)


class Assurance(DeSante):
    code, titre, icone = "assurance", "Assurance", "document"
    form, champs = base.AssuranceForm, ("assureur", "contrat", "assurance_fin")


class Autorisations(DeLEnfant):
    code, titre, icone, rubrique = "autorisations", "Autorisations", "coche", Rubrique.AUTORISATIONS
    form = base.AutorisationsForm
    succes = "Vos réponses sont enregistrées."

    def initial(self, cible):
        lues = {a.genre: a for a in cible.autorisations.filter(finie_le__isnull=True)}
        initial = {genre: "oui" if a.accordee else "non" for genre, a in lues.items()}
        if (sortie := lues.get(GenreDAutorisation.SORTIE)) and sortie.heure:
            initial["heure"] = sortie.heure
        return initial

    def version(self, cible):
        """The number of answers ever given: each is appended."""
        return cible.autorisations.count()

    def appliquer(self, cible, champs, geste):
        reponses = {g: champs[g.value] == "oui" for g in GenreDAutorisation if g.value in champs}
        if "heure" in champs:
            reponses.setdefault(GenreDAutorisation.SORTIE, True)
        sante.repondre_ensemble(
            cible,
            reponses,
            heure=champs.get("heure"),
            version=geste.version,
            par=geste.par,
            par_un_parent=geste.parent,
        )


class EcoleDUnEnfant(DeLEnfant):
    code, titre, icone, rubrique = "scolarite", "École et classe", "ecole", Rubrique.SCOLARITE
    form, champs = base.EcoleDUnEnfantForm, ("ecole", "niveau", "classe")

    def initial(self, cible):
        s = cible.scolarite_actuelle()
        return {"ecole": s.ecole_id, "niveau": s.niveau, "classe": s.classe} if s else {}

    def appliquer(self, cible, champs, geste):
        annee = AnneeScolaire.objects.filter(au__gte=clock.aujourdhui()).order_by("du").first()
        s = cible.scolarites.filter(annee=annee).select_related("ecole").first()
        valeurs = {"ecole": s.ecole, "niveau": s.niveau, "classe": s.classe} if s else {}
        valeurs |= {nom: champs[nom] for nom in self.champs if nom in champs}
        return famille.scolariser(cible, annee=annee, version=geste.version, par=geste.par, **valeurs)


class Allocations(DuFoyer):
    code, titre, icone, rubrique = "allocataire", "Informations allocataire", "document", Rubrique.ALLOCATAIRE
    form, champs = base.AllocataireForm, ("organisme", "numero", "consent")

    def ligne(self, cible):
        return Allocataire.objects.filter(foyer=cible).first() or Allocataire(foyer=cible)

    def initial(self, cible):
        ligne = self.ligne(cible)
        return {nom: getattr(ligne, nom) for nom in self.champs}

    def version(self, cible):
        return self.ligne(cible).version

    def appliquer(self, cible, champs, geste):
        valeurs = self.initial(cible) | {nom: champs[nom] for nom in self.champs if nom in champs}
        return rubriques.modifier_allocataire(cible, version=geste.version, par=geste.par, **valeurs)


class QuotientDuFoyer(DuFoyer):
    code, titre, icone, rubrique = "quotient", "Déclarer mon quotient familial", "tarif", Rubrique.QUOTIENT
    form, ajout = base.QuotientDuFoyerForm, True

    def initial(self, cible):
        return {}

    def connu(self, cible):
        actuel = cible.quotients.filter(date_effet__lte=clock.aujourdhui()).first()
        return {"valeur": actuel.valeur, "source": actuel.source, "mois": actuel.mois} if actuel else {}

    def version(self, cible):
        return famille.version_de(cible)

    def appliquer(self, cible, champs, geste):
        return famille.enregistrer_quotient(
            cible, champs["valeur"], date_effet=geste.date_effet or clock.aujourdhui(), source=champs["source"],
            mois=champs["mois"], par=geste.par, motif=geste.motif, preuve=geste.piece, version=geste.version,
        )  # fmt: skip


GENRES = {
    genre.code: genre
    for genre in (
        Coordonnees(), AdresseDuFoyer(), SituationFamiliale(), NouvelEnfant(), AjoutDeProche(), ChangementDeProche(),
        FinDeProche(),
        ExceptionDeGarde(), Alimentation(), Pai(), Medecin(), Assurance(), Autorisations(), EcoleDUnEnfant(),
        Allocations(), QuotientDuFoyer(),
    )
}  # fmt: skip
