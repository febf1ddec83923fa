"""The stand-in's pages: files of `pages/` filled with escaped values. No script anywhere."""

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template

from demo.banque.guichet import Paiement

DOSSIER = Path(__file__).with_name("pages")
MOTS = {
    "": "carte en cours de saisie",
    "accepte": "accepté",
    "refuse": "refusé",
    "annule": "annulé",
    "attente": "en attente de la banque",
}
SAISIE_PROPOSEE = {"numero": "1111 2222 3333 4444", "expiration": "12/30", "cryptogramme": "123"}
LIBELLES = {
    "numero": "Numéro de la carte",
    "expiration": "Expire fin",
    "cryptogramme": "Cryptogramme",
}
AIDES = {
    "numero": ("1111\u00a02222\u00a03333\u00a04444 est acceptée, 1111\u00a02222\u00a03333\u00a04445 est refusée"),
    "expiration": "Mois et année : 12/30",
    "cryptogramme": "Les trois chiffres au dos de la carte",
}


class Html(str):
    """A text already escaped."""


def rendre(page: str, /, *, titre: str, **valeurs: str) -> str:
    """Fill a page inside the common frame."""
    texte = _remplir("cadre", titre=titre, corps=_remplir(page, **valeurs))
    return re.sub(" ([:;!?»])", "\u202f\\1", texte)


def _remplir(gabarit: str, /, **valeurs: str) -> Html:
    texte = Template((DOSSIER / f"{gabarit}.html").read_text())
    surs = {cle: valeur if isinstance(valeur, Html) else escape(valeur) for cle, valeur in valeurs.items()}
    return Html(texte.substitute(surs))


def page_carte(paiement: Paiement, *, regie: str, saisie=None, erreurs: Mapping[str, str] | None = None) -> str:
    erreurs = erreurs or {}
    # The date typed stays; the number and the cryptogram are never written back, well typed or not.
    expiration = (saisie or {}).get("expiration", SAISIE_PROPOSEE["expiration"])
    valeurs = SAISIE_PROPOSEE | {"expiration": expiration[:10]}
    resume = "".join(f'<li><a href="#{nom}">{escape(texte)}</a></li>' for nom, texte in erreurs.items())
    titre = "Payer par carte" if not erreurs else "À corriger : payer par carte"
    return rendre(
        "carte",
        titre=titre,
        jeton=paiement.jeton,
        reference=paiement.demande.reference,
        montant=paiement.demande.montant,
        courriel=paiement.demande.courriel,
        regie=Html(f"<div><dt>Régie</dt><dd>{escape(regie)}</dd></div>" if regie else ""),
        resume=Html(_remplir("resume", liste=Html(resume)) if erreurs else ""),
        champs=Html("".join(_champ(nom, valeurs[nom], erreurs.get(nom, "")) for nom in LIBELLES)),
    )


def _champ(nom: str, valeur: str, erreur: str) -> Html:
    return _remplir(
        "champ",
        nom=nom,
        libelle=LIBELLES[nom],
        aide=AIDES[nom],
        valeur=valeur,
        longueur="19" if nom == "numero" else "5" if nom == "expiration" else "3",
        description=f"{nom}-aide {nom}-erreur" if erreur else f"{nom}-aide",
        etat=Html(' aria-invalid="true"' if erreur else ""),
        erreur=Html(f'<p class="champ__erreur" id="{nom}-erreur">{escape(erreur)}</p>' if erreur else ""),
    )


def page_terminee(paiement: Paiement) -> str:
    return rendre(
        "terminee",
        titre="Ce paiement est terminé",
        reference=paiement.demande.reference,
        montant=paiement.demande.montant,
        issue=MOTS[paiement.issue],
        retour=paiement.retour,
    )


def page_refus(phrase: str) -> str:
    return rendre("refus", titre="Accès refusé", phrase=phrase)


def page_message(titre: str, phrase: str) -> str:
    return rendre("message", titre=titre, titre_visible=titre, phrase=phrase)


def page_accueil(paiements: list[Paiement]) -> str:
    lignes = "".join(_ligne(paiement) for paiement in paiements)
    vide = "" if lignes else "<p>Aucun paiement depuis le démarrage. Ils apparaîtront ici, le dernier en tête.</p>"
    return rendre("accueil", titre="Derniers paiements", lignes=Html(lignes), vide=Html(vide))


def _ligne(paiement: Paiement) -> Html:
    boutons = []
    chemin = escape(paiement.jeton)
    if paiement.issue:
        boutons.append((f"/rejouer/{chemin}", "Renvoyer la notification"))
    if paiement.issue == "attente":
        boutons.append((f"/denouer/{chemin}/accepte", "Accepter enfin"))
        boutons.append((f"/denouer/{chemin}/refuse", "Refuser enfin"))
    formulaires = "".join(
        f'<form method="post" action="{action}"><button>{mot}'
        f'<span class="visuellement-cache"> : {escape(paiement.demande.reference)}</span></button></form>'
        for action, mot in boutons
    )
    return _remplir(
        "ligne",
        reference=paiement.demande.reference,
        montant=paiement.demande.montant,
        issue=MOTS[paiement.issue],
        envois=", ".join(paiement.envois) or "aucune notification",
        boutons=Html(formulaires),
    )
