"""The entourage: whom to call, who may fetch the children, who must not."""

from espace_prive.famille.acces.perimetre import Perimetre, perimetre_de
from espace_prive.famille.enums import Mode, Rubrique
from espace_prive.famille.models import Enfant
from espace_prive.famille.querysets import en_cours
from espace_prive.modifications.forms import base
from espace_prive.modifications.types.base import DuFoyer
from espace_prive.sante.enums import Collecte
from espace_prive.sante.models import Proche
from espace_prive.sante.services import entourage


def _de_la_mairie(acteur, foyer):
    """Tell an agent at work from a member of the staff at home, or in the place of a parent (or from its reach)."""
    if isinstance(acteur, Perimetre):
        return False
    a_la_maison = foyer.appartenances.filter(en_cours(), responsable__utilisateur=acteur)
    return acteur.is_staff and not acteur.agit_pour and not a_la_maison.exists()


class AjoutDeProche(DuFoyer):
    code, titre, icone, rubrique = "entourage", "Ajouter une personne", "ajout", Rubrique.ENTOURAGE
    form, ajout, du_foyer = base.ProcheForm, True, False
    succes = "Cette personne est enregistrée."
    champs = entourage.CHAMPS

    def initial(self, cible):
        return {"duree": base.TOUJOURS}

    def version(self, cible):
        return 0

    def intitule_public(self, cible):
        return "Entourage"

    def enfants(self, cible, acteur):
        if _de_la_mairie(acteur, cible):
            return Enfant.objects.filter(rattachements__in=cible.rattachements.filter(en_cours()))
        return Enfant.objects.confies_a(acteur)

    def mode(self, cible, donnees, regles):
        interdite = donnees.get("collecte") == Collecte.INTERDITE
        return Mode.DEMANDE if interdite else regles[self.rubrique]

    def appliquer(self, cible, champs, geste):
        valeurs = {nom: champs[nom] for nom in entourage.CHAMPS if champs.get(nom) is not None}
        return entourage.ajouter_proche(cible, enfants=list(champs["enfants"]), par=geste.par, **valeurs)


class ChangementDeProche(AjoutDeProche):
    code, titre, icone = "proche", "Changer", "crayon"
    modele, ajout = Proche, False
    succes = "Le changement est enregistré."

    def parents(self, acteur):
        return Proche.objects.tenus_par(acteur).en_vigueur()

    def agents(self, foyer):
        return foyer.proches.en_vigueur()

    def enfants(self, cible, acteur):
        return super().enfants(cible.foyer, acteur)

    def initial(self, cible):
        duree = base.UN_JOUR if cible.un_jour else base.ENTRE if cible.au else base.TOUJOURS
        enfants = [e.pk for e in cible.enfants.all()]
        return {nom: getattr(cible, nom) for nom in entourage.CHAMPS} | {"duree": duree, "enfants": enfants}

    def version(self, cible):
        return cible.version

    def intitule(self, cible):
        return f"{self.titre} : {cible}"

    def mode(self, cible, donnees, regles):
        # Lifting an interdiction is as grave as asking for one.
        return Mode.DEMANDE if cible.collecte == Collecte.INTERDITE else super().mode(cible, donnees, regles)

    def appliquer(self, cible, champs, geste):
        actuels = list(cible.enfants.all())
        if "enfants" in champs:
            qui = perimetre_de(geste.adulte) if geste.adulte else geste.par
            offerts = {e.pk for e in self.enfants(cible, qui)}
            # Those of the row that this person may not see are not its to take away.
            enfants = [*champs["enfants"], *(e for e in actuels if e.pk not in offerts)]
        else:
            enfants = actuels
        valeurs = {nom: champs[nom] for nom in entourage.CHAMPS if nom in champs}
        return entourage.modifier_proche(cible, version=geste.version, enfants=enfants, par=geste.par, **valeurs)


class FinDeProche(ChangementDeProche):
    code, titre, icone, form = "fin-proche", "Retirer de l’entourage", "retrait", base.FinDeProcheForm
    succes = "Cette personne n’est plus dans l’entourage à partir de demain."
    toujours = True

    def enfants(self, cible, acteur):
        return []

    def initial(self, cible):
        return {}

    def appliquer(self, cible, champs, geste):
        motif = champs.get("motif", "") or geste.motif
        return entourage.terminer_proche(cible, version=geste.version, par=geste.par, motif=motif)
