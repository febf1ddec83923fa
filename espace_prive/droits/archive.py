"""What the archive of a person holds of the family: each part with its keys. Everything goes through the reach.

This domain reads every other, so their parts are gathered here; a new domain may register its own from its ``apps.py``
(``common.archive.PARTIES``).
"""

from django.db.models import Exists, OuterRef

from common.archive import Partie
from common.words.adresses import nom_du_pays
from espace_prive.demarches.models import Demarche
from espace_prive.droits.consultations import du_dossier, raconter
from espace_prive.famille.models import Allocataire, Enfant, Foyer, LienParental, QuotientFamilial, Responsable
from espace_prive.famille.querysets import en_cours
from espace_prive.garde.models import PeriodeDeGarde, Swap
from espace_prive.garde.planche import montrer
from espace_prive.messagerie.models import Message
from espace_prive.modifications.models import Modification
from espace_prive.ouverture.models import DemandeEspace
from espace_prive.sante.models import Autorisation, FicheSanitaire, Proche
from factures.facturation.models import Facture
from factures.paiements.models import Paiement
from reservations.activites.models import Inscription
from reservations.attente.models import Attente
from reservations.planning.models import Absence, Reservation
from reservations.pointage.models import Frequentation, Pointage

LIGNES_DU_JOURNAL = 5000


def personne(moi, utilisateur):
    for soi in Responsable.objects.filter(utilisateur=utilisateur):
        yield {
            "civilite": soi.get_civilite_display(), "nom": soi.nom, "nom_naissance": soi.nom_naissance,
            "prenoms": soi.prenoms, "naissance": soi.naissance, "courriel": soi.email, "mobile": soi.mobile,
            "telephone": soi.telephone, "adresse_indiquee": soi.adresse_indiquee,
        }  # fmt: skip


def foyers(moi, utilisateur):
    adultes = Responsable.objects.filter(pk__in=moi.adultes)
    for foyer in Foyer.objects.pour(moi):
        yield {
            "numero": foyer.numero, "nom": foyer.nom, "adresse": f"{foyer.adresse} {foyer.complement}".strip(),
            "code_postal": foyer.code_postal, "ville": foyer.ville,
            "pays": nom_du_pays(foyer.pays), "hors_commune": foyer.hors_commune,
            "facture_papier": foyer.facture_papier, "adultes": [str(a) for a in adultes],
        }  # fmt: skip


def enfants(moi, utilisateur):
    liens = LienParental.objects.filter(en_cours(), responsable__utilisateur=utilisateur, restreint=False)
    qualites = {lien.enfant_id: lien for lien in liens}
    for enfant in Enfant.objects.pour(moi).prefetch_related(
        "scolarites__ecole__lieu", "scolarites__annee", "sorties_scolaires__annee"
    ):
        lien = qualites.get(enfant.pk)
        yield {
            "nom": enfant.nom, "prenom": enfant.prenom, "naissance": enfant.naissance,
            "genre": enfant.get_genre_display(), "mon_lien": lien.get_qualite_display() if lien else None,
            "autorite_parentale": lien.autorite_parentale if lien else None,
            "ecoles": [f"{s.annee} : {s.ecole}, {s.niveau} {s.classe}".strip() for s in enfant.scolarites.all()],
            "sorties_de_l_ecole": [f"{s.annee} : {s.motif}" for s in enfant.sorties_scolaires.all()],
        }  # fmt: skip


def quotients(moi, utilisateur):
    for quotient in QuotientFamilial.objects.pour(moi):
        yield {
            "valeur": quotient.valeur, "periode": quotient.get_periode_display(),
            "source": quotient.get_source_display(), "du": quotient.date_effet, "au": quotient.date_fin,
            "saisi_le": quotient.saisi_le,
        }  # fmt: skip


def allocataires(moi, utilisateur):
    for allocataire in Allocataire.objects.filter(foyer__in=moi.foyers):
        yield {
            "organisme": allocataire.get_organisme_display(), "numero": allocataire.numero,
            "accord": allocataire.consent, "accord_le": allocataire.consent_le,
        }  # fmt: skip


def proches(moi, utilisateur):
    """Those named by the person's own household, for the children whose file the person may read."""
    for proche in Proche.objects.pour(moi).filter(foyer__in=moi.foyers).prefetch_related("enfants"):
        yield {
            "prenom": proche.prenom, "nom": proche.nom, "lien": proche.get_lien_display(),
            "telephone": proche.telephone, "vient_chercher": proche.get_collecte_display(),
            "decision": proche.reference, "du": proche.du, "au": proche.au,
            "enfants": [e.prenom for e in proche.enfants.all() if e.pk in moi.confies],
        }  # fmt: skip


def sante(moi, utilisateur):
    for fiche in FicheSanitaire.objects.filter(enfant__in=moi.confies).select_related("enfant"):
        yield {
            "enfant": str(fiche.enfant), "repas": fiche.get_regime_display(), "allergies": fiche.allergies,
            "attention": fiche.attention, "consignes": fiche.consignes, "pai": fiche.get_pai_display(),
            "pai_fin": fiche.pai_fin, "medecin": fiche.medecin, "medecin_telephone": fiche.medecin_telephone,
            "vaccins": [f"{nom} : {valeur}" for nom, valeur in fiche.vaccins.items()], "assureur": fiche.assureur,
            "contrat": fiche.contrat, "assurance_fin": fiche.assurance_fin, "modifiee_le": fiche.modifiee_le,
        }  # fmt: skip


def autorisations(moi, utilisateur):
    donnees = Autorisation.objects.filter(enfant__in=moi.confies).select_related("enfant")
    for autorisation in donnees.order_by("enfant", "genre", "donnee_le", "pk"):
        yield {
            "enfant": str(autorisation.enfant), "autorisation": autorisation.get_genre_display(),
            "accordee": autorisation.accordee, "donnee_le": autorisation.donnee_le,
            "remplacee_le": autorisation.finie_le,
        }  # fmt: skip


def gardes(moi, utilisateur):
    for periode in PeriodeDeGarde.objects.pour(moi).select_related("enfant").order_by("enfant", "du", "du_demi"):
        yield {
            "enfant": str(periode.enfant), "chez": "chez moi" if periode.foyer_id in moi.foyers else "autre foyer",
            "du": f"{periode.du:%Y-%m-%d} {periode.get_du_demi_display()}",
            "au": f"{periode.au:%Y-%m-%d} {periode.get_au_demi_display()}",
            "exception": periode.main, "raison": periode.motif,
        }  # fmt: skip


def swaps(moi, utilisateur):
    for swap in Swap.objects.pour(moi).select_related("enfant").prefetch_related("demis").order_by("propose_le", "pk"):
        lu = montrer(swap, moi)
        yield {
            "enfant": str(swap.enfant), "par": "moi" if lu.sien else "l’autre parent", "le": swap.propose_le,
            "jours_donnes": lu.donne, "jours_pris": lu.prend, "message": swap.mot, "etat": swap.libelle,
            "reponse": swap.reponse,
        }  # fmt: skip


def inscriptions(moi, utilisateur):
    miennes = Inscription.objects.pour(moi).filter(payeur__foyer__in=moi.foyers)
    for inscription in miennes.select_related("enfant", "activite", "lieu"):
        yield {
            "enfant": str(inscription.enfant), "activite": inscription.activite.nom, "lieu": inscription.lieu.nom,
            "du": inscription.du, "au": inscription.au,
        }  # fmt: skip


def reservations(moi, utilisateur):
    miennes = Reservation.objects.filter(enfant__in=moi.enfants, payeur__foyer__in=moi.foyers)
    for r in miennes.select_related("enfant", "formule__activite", "lieu").order_by("date", "pk"):
        yield {
            "enfant": str(r.enfant), "activite": r.formule.activite.nom, "lieu": r.lieu.nom, "date": r.date,
            "etat": r.get_etat_display(), "reservee_le": r.creee_le, "annulee_le": r.annulee_le,
            "motif_annulation": r.motif_annulation,
        }  # fmt: skip


def attentes(moi, utilisateur):
    for a in Attente.objects.pour(moi).select_related("enfant", "formule__activite", "lieu").order_by("date", "pk"):
        yield {
            "enfant": str(a.enfant), "activite": a.formule.activite.nom, "lieu": a.lieu.nom, "date": a.date,
            "demandee_le": a.demandee_le, "etat": a.get_etat_display(), "proposee_le": a.propose_le,
            "finie_le": a.finie_le, "raison": a.motif,
        }  # fmt: skip


def absences(moi, utilisateur):
    miennes = Absence.objects.filter(
        reservation__enfant__in=moi.enfants, reservation__payeur__foyer__in=moi.foyers
    ).select_related("reservation__enfant", "reservation__formule__activite")
    for absence in miennes.order_by("reservation__date", "pk"):
        yield {
            "enfant": str(absence.reservation.enfant), "activite": absence.reservation.formule.activite.nom,
            "date": absence.reservation.date, "motif": absence.get_motif_display(), "effet": absence.phrase,
        }  # fmt: skip


def pointages(moi, utilisateur):
    """The check-ins of the days that the own home pays, never the other's."""
    ce_jour = {"enfant": OuterRef("enfant"), "date": OuterRef("date"), "payeur__foyer__in": moi.foyers}
    reserves = Reservation.objects.filter(formule__activite=OuterRef("activite"), **ce_jour)
    frequentes = Frequentation.objects.filter(formule__activite=OuterRef("activite"), **ce_jour)
    siens = Pointage.objects.filter(Exists(reserves) | Exists(frequentes), enfant__in=moi.enfants)
    for p in siens.select_related("enfant", "activite", "lieu").order_by("quand", "pk"):
        yield {
            "enfant": str(p.enfant), "activite": p.activite.nom, "lieu": p.lieu.nom, "date": p.date,
            "fait": p.get_fait_display(), "arrivee": p.arrivee and f"{p.arrivee:%H:%M}",
            "depart": p.depart and f"{p.depart:%H:%M}", "raison": p.motif, "note_le": p.quand,
        }  # fmt: skip


def demarches(moi, utilisateur):
    # What was typed in a change of the file, for whoever may read it; of the own home only.
    lignes = Modification.objects.pour(moi).filter(demarche__foyer__in=moi.foyers).values_list("demarche", "lignes")
    changements = {pk: [{**li, "detail": li["apres"]} for li in lues if li["apres"]] for pk, lues in lignes}
    for demarche in Demarche.objects.pour(moi).select_related("service"):
        contenu = demarche.recapitulatif or changements.get(demarche.pk, ())
        yield {
            "numero": str(demarche.numero), "titre": demarche.titre, "constat": demarche.constat,
            "service": demarche.service.nom,
            "etat": demarche.get_etat_display(), "deposee_le": demarche.deposee_le,
            "contenu": [f"{li['libelle']} : {li['detail']}" for li in contenu],
        }  # fmt: skip


def factures(moi, utilisateur):
    for facture in Facture.objects.pour(moi).avec_reste().select_related("regie"):
        yield {
            "reference": facture.reference, "nature": facture.get_nature_display(), "regie": facture.regie.nom,
            "mois": facture.mois, "emise_le": facture.emise_le, "echeance": facture.echeance, "total": facture.total,
            "reste": facture.reste,
        }  # fmt: skip


def paiements(moi, utilisateur):
    for paiement in Paiement.objects.filter(payeur__foyer__in=moi.foyers).order_by("recu_le", "pk"):
        yield {"recu_le": paiement.recu_le, "mode": paiement.get_mode_display(), "montant": paiement.montant}


def messages(moi, utilisateur):
    for message in Message.objects.filter(auteur=utilisateur).select_related("service").order_by("recu_le"):
        yield {
            "recu_le": message.recu_le, "service": message.service.nom if message.service else "",
            "nature": message.get_nature_display(), "texte": message.texte, "repondu_le": message.repondu_le,
        }  # fmt: skip


def demandes_espace(moi, utilisateur):
    for demande in DemandeEspace.objects.filter(responsable__utilisateur=utilisateur):
        yield {
            "deposee_le": demande.deposee_le, "etat": demande.get_etat_display(), "courriel": demande.email,
            "adresse": demande.en_une_ligne, "message": demande.message,
        }  # fmt: skip


def journal(moi, utilisateur):
    for ligne in raconter(du_dossier(moi, utilisateur)[:LIGNES_DU_JOURNAL], moi, utilisateur):
        yield {"quand": ligne.dernier, "qui": ligne.qui, "role": ligne.role, "quoi": ligne.phrase, "fois": ligne.fois}


def fichiers(moi, utilisateur):
    """The documents; imported here, since they bring the PDF engine, which the site does not need to start."""
    from espace_prive.droits.files import FICHIERS

    for lire in FICHIERS:
        yield from lire(moi, utilisateur)


PARTIES = (
    Partie("personne", "Ma personne", personne, {
        "civilite": "Civilité", "nom": "Nom usuel", "nom_naissance": "Nom de naissance", "prenoms": "Prénoms",
        "naissance": "Date de naissance", "courriel": "Adresse électronique", "mobile": "Téléphone mobile",
        "telephone": "Téléphone fixe", "adresse_indiquee": "Adresse indiquée à la création de l’espace"}),
    Partie("foyers", "Mon foyer", foyers, {
        "numero": "Numéro de famille", "nom": "Nom", "adresse": "Adresse", "code_postal": "Code postal",
        "ville": "Commune", "pays": "Pays", "hors_commune": "Hors commune", "facture_papier": "Factures sur papier",
        "adultes": "Adultes"}),
    Partie("enfants", "Mes enfants", enfants, {
        "nom": "Nom", "prenom": "Prénom", "naissance": "Date de naissance", "genre": "Genre", "mon_lien": "Je suis",
        "autorite_parentale": "Autorité parentale", "ecoles": "Écoles",
        "sorties_de_l_ecole": "Sorties des écoles de la commune"}),
    Partie("quotients", "Quotients familiaux", quotients, {
        "valeur": "Valeur", "periode": "Période", "source": "Source", "du": "À partir du", "au": "Jusqu’au",
        "saisi_le": "Saisi le"}),
    Partie("allocataires", "Caisse d’allocations", allocataires, {
        "organisme": "Organisme", "numero": "Numéro", "accord": "Accord pour demander le quotient",
        "accord_le": "Accord donné le"}),
    Partie("proches", "Entourage", proches, {
        "prenom": "Prénom", "nom": "Nom", "lien": "Lien", "telephone": "Téléphone",
        "vient_chercher": "Vient chercher", "decision": "Décision", "du": "Du", "au": "Au", "enfants": "Enfants"}),
    Partie("sante", "Fiches sanitaires et assurances", sante, {
        "enfant": "Enfant", "repas": "Repas", "allergies": "Allergies", "attention": "Attention particulière",
        "consignes": "À savoir", "pai": "Projet d’accueil individualisé", "pai_fin": "PAI jusqu’au",
        "medecin": "Médecin", "medecin_telephone": "Téléphone du médecin", "vaccins": "Vaccins",
        "assureur": "Assureur", "contrat": "Contrat", "assurance_fin": "Assurance jusqu’au",
        "modifiee_le": "Modifiée le"}),
    Partie("autorisations", "Autorisations", autorisations, {
        "enfant": "Enfant", "autorisation": "Autorisation", "accordee": "Accordée", "donnee_le": "Donnée le",
        "remplacee_le": "Remplacée le"}),
    Partie("gardes", "Garde", gardes, {
        "enfant": "Enfant", "chez": "Chez", "du": "À partir du", "au": "Jusqu’au", "exception": "Exception",
        "raison": "Raison"}),
    Partie("swaps", "Échanges de jours de garde", swaps, {
        "enfant": "Enfant", "par": "Proposé par", "le": "Proposé le", "jours_donnes": "Jours donnés",
        "jours_pris": "Jours pris", "message": "Message", "etat": "État", "reponse": "Réponse"}),
    Partie("inscriptions", "Inscriptions", inscriptions, {
        "enfant": "Enfant", "activite": "Activité", "lieu": "Lieu", "du": "Du", "au": "Au"}),
    Partie("reservations", "Réservations", reservations, {
        "enfant": "Enfant", "activite": "Activité", "lieu": "Lieu", "date": "Jour", "etat": "État",
        "reservee_le": "Réservée le", "annulee_le": "Annulée le", "motif_annulation": "Raison de l’annulation"}),
    Partie("attentes", "Listes d’attente", attentes, {
        "enfant": "Enfant", "activite": "Activité", "lieu": "Lieu", "date": "Jour", "demandee_le": "Demandée le",
        "etat": "État", "proposee_le": "Place proposée le", "finie_le": "Finie le", "raison": "Raison"}),
    Partie("absences", "Absences", absences, {
        "enfant": "Enfant", "activite": "Activité", "date": "Jour", "motif": "Motif", "effet": "Suite"}),
    Partie("pointages", "Pointages", pointages, {
        "enfant": "Enfant", "activite": "Activité", "lieu": "Lieu", "date": "Jour", "fait": "Pointage",
        "arrivee": "Arrivée", "depart": "Départ", "raison": "Raison", "note_le": "Noté le",
    }),
    Partie("demarches", "Demandes", demarches, {
        "numero": "Numéro", "titre": "Demande", "constat": "Ce qui a été fait", "service": "Service",
        "etat": "État", "deposee_le": "Déposée le", "contenu": "Contenu"}),
    Partie("factures", "Factures et avoirs", factures, {
        "reference": "Référence", "nature": "Nature", "regie": "Régie", "mois": "Mois", "emise_le": "Émise le",
        "echeance": "À payer avant le", "total": "Total (€)", "reste": "Reste à payer (€)"}),
    Partie("paiements", "Paiements", paiements, {"recu_le": "Reçu le", "mode": "Mode", "montant": "Montant (€)"}),
    Partie("messages", "Messages à la mairie", messages, {
        "recu_le": "Reçu le", "service": "Service", "nature": "Nature", "texte": "Message",
        "repondu_le": "Répondu le"}),
    Partie("demandes_espace", "Demandes d’ouverture d’espace", demandes_espace, {
        "deposee_le": "Déposée le", "etat": "État", "courriel": "Adresse électronique", "adresse": "Adresse",
        "message": "Message"}),
    Partie("journal", "Qui a consulté mon dossier", journal, {
        "quand": "Quand", "qui": "Qui", "role": "À quel titre", "quoi": "Quoi", "fois": "Fois"}),
)  # fmt: skip
