"""Donges as the tests know it: the real calendar (zone B), the real grid, an invented deadline."""

import copy
from datetime import date, time
from decimal import Decimal
from types import SimpleNamespace

from django.db import connection, transaction
from psycopg import sql

from commune.models import Ecole, Lieu, Regie, Reglages, Service
from commune.services import importer_annee
from factures.tarifs.models import Grille, Tranche
from reservations.activites.enums import FormeDelai, Geste
from reservations.activites.models import Activite, Formule, RegleDelai, Unite

GRILLE_DONGES = [("500", "0.85"), ("1000", "1.00"), ("1275", "2.60"), ("1600", "3.65"), (None, "4.35")]


@transaction.atomic
def grille_de(formule, lignes, *, nom="Grille", du=date(2026, 9, 1), **champs):
    """Create a grid from (bound, price) lines; a price may be a tuple of columns."""
    grille = Grille.objects.create(formule=formule, nom=nom, du=du, **champs)
    for jusqua, prix in lignes:
        for colonne, valeur in enumerate(prix if isinstance(prix, tuple) else (prix,), 1):
            Tranche.objects.create(
                grille=grille, jusqua=jusqua and Decimal(jusqua), colonne=colonne, prix=Decimal(valeur)
            )
    return grille


def charger_donges():
    """Create the town; return its parts by name."""
    reglages = Reglages.load()
    reglages.nom, reglages.zone, reglages.code_postal = "Ville de Donges", "B", "44480"
    reglages.save()
    service = Service.objects.create(code="affaires-scolaires", nom="Affaires scolaires")
    regie = Regie.objects.create(code="affaires-scolaires", nom="Affaires scolaires", service=service)
    restaurant = Lieu.objects.create(code="restaurant-aime-cesaire", nom="Restaurant Aimé-Césaire", genre="restaurant")
    lieu_ecole = Lieu.objects.create(code="ecole-aime-cesaire", nom="École Aimé-Césaire", genre="ecole")
    ecole = Ecole.objects.create(lieu=lieu_ecole, niveaux="PS MS GS CP CE1 CE2 CM1 CM2", restaurant=restaurant)
    annee = importer_annee(2026, zone="B")
    cantine = Activite.objects.create(
        service=service,
        regie=regie,
        code="restauration-scolaire",
        nom="Restauration scolaire",
        nom_courant="cantine",
        prestation="repas",
        icone="repas",
    )
    repas = Unite.objects.create(activite=cantine, code="repas", nom="Repas", debut=time(12), fin=time(13, 30))
    formule = Formule.objects.create(activite=cantine, code="repas", nom="Repas")
    formule.unites.add(repas)
    for geste in (Geste.RESERVER, Geste.ANNULER):
        RegleDelai.objects.create(activite=cantine, geste=geste, forme=FormeDelai.OUVRES, valeur=2, heure=time(9))
    RegleDelai.objects.create(activite=cantine, geste=Geste.ABSENCE, forme=FormeDelai.JOURS, valeur=0, heure=time(9))
    grille = grille_de(
        formule,
        GRILLE_DONGES,
        nom="Restauration scolaire",
        du=date(2024, 9, 1),
        deliberation="Tarifs au 1er septembre 2024",
        prix_exceptionnel=Decimal("5.10"),
    )
    return SimpleNamespace(
        reglages=reglages, service=service, regie=regie, restaurant=restaurant, ecole=ecole, annee=annee,
        cantine=cantine, repas=repas, formule=formule, grille=grille,
    )  # fmt: skip


class Copie:
    """Donges written once, then copied in one statement: a hundred times quicker, and four hundred tests want it."""

    def __init__(self):
        self.parts = self.script = self.commencee = None

    def preparer(self):
        """Load the town in a transaction that is given up; keep the rows and the parts."""
        with transaction.atomic():
            self.parts = charger_donges()
            with connection.cursor() as curseur:
                curseur.execute("SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins > 0")
                tables = [table for (table,) in curseur.fetchall()]
                self.script = "".join(_recopier(curseur, table) for table in tables)
                self.commencee = EXISTE.format(sql.SQL(" UNION ALL ").join(map(_une_ligne, tables)))
            transaction.set_rollback(True)

    def charger(self):
        """Create the town; return its parts by name."""
        with connection.cursor() as curseur:
            curseur.execute(self.commencee)
            if curseur.fetchone()[0]:  # the test has begun to write a town of its own
                return charger_donges()
            curseur.execute(self.script)
        return copy.deepcopy(self.parts)


COPIER = sql.SQL(
    "INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(NULL::{table}, {lignes});"
    "SELECT setval({suite}, greatest({dernier}, nextval({suite})));"
)


EXISTE = sql.SQL("SELECT EXISTS ({})")


def _une_ligne(table):
    return sql.SQL("(SELECT 1 FROM {} LIMIT 1)").format(sql.Identifier(table))


def _recopier(curseur, table):
    """Give the statements that write the rows of that table again, with their numbers."""
    lire = sql.SQL("SELECT json_agg(t)::text, max(id), pg_get_serial_sequence({nom}, 'id') FROM {table} t")
    table_sql = sql.Identifier(table)
    curseur.execute(lire.format(nom=sql.Literal(table), table=table_sql))
    lignes, dernier, suite = map(sql.Literal, curseur.fetchone())
    return COPIER.format(table=table_sql, lignes=lignes, dernier=dernier, suite=suite).as_string(curseur.connection)
