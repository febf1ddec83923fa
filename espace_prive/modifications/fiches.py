"""A file as question and answer: the same lines for parents and agents."""

from datetime import date

from django.urls import reverse

from common import clock
from common.components.affichage import LigneFiche
from common.words import typo
from espace_prive.famille.models import Allocataire, Foyer
from espace_prive.sante.models import FicheSanitaire
from espace_prive.sante.rules import NOMS, vaccins_obligatoires


def changer(genre, pk):
    """Give the address where a parent changes that."""
    return reverse("modifications:changer", args=[genre, pk])


def _jusqu_au(jour):
    if not jour:
        return ""
    fini = " (dépassé)" if jour < clock.aujourdhui() else ""
    return f"jusqu’au {typo.date_simple(jour)}{fini}"


def sante(fiche: FicheSanitaire) -> dict[str, list[LigneFiche]]:
    """Give the parts of the health sheet."""
    dates = fiche.vaccins
    medecin = fiche.medecin, typo.d_un_tenant(fiche.medecin_telephone)
    return {
        "alimentation": [
            LigneFiche(libelle="Repas", valeur=fiche.get_regime_display()),
            LigneFiche(libelle="Allergies et intolérances", valeur=fiche.allergies or "Aucune signalée"),
            LigneFiche(libelle="Attention particulière", valeur="Oui" if fiche.attention else "Non"),
            LigneFiche(libelle="À savoir", valeur=fiche.consignes),
        ],
        "pai": [
            LigneFiche(libelle="PAI", valeur=fiche.get_pai_display() if fiche.pai else "Pas de PAI"),
            *([LigneFiche(libelle="Valable", valeur=_jusqu_au(fiche.pai_fin))] if fiche.pai else []),
            *([LigneFiche(libelle="Panier-repas", valeur="Oui" if fiche.pai_panier else "Non")] if fiche.pai else []),
        ],
        "medecin": [
            LigneFiche(libelle="Médecin traitant", valeur=" · ".join(filter(None, medecin))),
            *(
                LigneFiche(
                    libelle=NOMS[code],
                    valeur=typo.date_simple(date.fromisoformat(dates[code])) if dates.get(code) else "",
                )
                for code in vaccins_obligatoires(fiche.enfant.naissance)
            ),
            *([LigneFiche(libelle="Contre-indication", valeur="Oui")] if fiche.contre_indication else []),
        ],
        "assurance": [
            LigneFiche(libelle="Assureur", valeur=" · ".join(v for v in (fiche.assureur, fiche.contrat) if v)),
            LigneFiche(libelle="Attestation", valeur=_jusqu_au(fiche.assurance_fin)),
        ],
    }


def foyer(maison: Foyer) -> list[LigneFiche]:
    """Give the household's address."""
    return [
        LigneFiche(libelle="Adresse", valeur=maison.en_une_ligne, url=changer("adresse", maison.pk)),
        LigneFiche(libelle="Factures", valeur=maison.envoi_des_factures),
    ]


def allocataire(maison: Foyer) -> list[LigneFiche]:
    """Give the household's benefits' office and its consent."""
    ligne = Allocataire.objects.filter(foyer=maison).first()
    if ligne is None:
        return [LigneFiche(libelle="Caisse", url=changer("allocataire", maison.pk), action="Renseigner")]
    accord = "Non"
    if ligne.consent:
        accord = f"Oui, depuis le {typo.date_simple(ligne.consent_le.astimezone(clock.fuseau()))}"
    lignes = [LigneFiche(libelle="Caisse", valeur=str(ligne), url=changer("allocataire", maison.pk))]
    if ligne.numero:
        lignes.append(LigneFiche(libelle="La commune peut demander mon quotient", valeur=accord))
    return lignes
