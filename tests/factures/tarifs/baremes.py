"""The towns' own grids, as pure values: what they publish, and nothing of ours."""

from decimal import Decimal

from factures.tarifs.rules import Bareme, Exterieur, ParTranches, TauxEffort, Tranche

D = Decimal


def par_tranches(*lignes, haute=True, **options):
    """Give a grid of (bound, price); a price may be a tuple of columns."""
    tranches = tuple(
        Tranche(b and D(b), tuple(D(p) for p in (prix if isinstance(prix, tuple) else (prix,)))) for b, prix in lignes
    )
    return Bareme(ParTranches(tranches, borne_haute_comprise=haute), **options)


# Donges, 1 September 2024
REPAS_DONGES = (("500", "0.85"), ("1000", "1.00"), ("1275", "2.60"), ("1600", "3.65"), (None, "4.35"))
DONGES_REPAS = par_tranches(*REPAS_DONGES)
DONGES_PERISCOLAIRE = par_tranches(
    ("500", "0.17"), ("1000", "0.28"), ("1275", "0.45"), ("1500", "0.70"), (None, "0.80")
)
PLUS_20 = Exterieur("majoration", D(20))
DONGES_DEMI_JOURNEE = Bareme(TauxEffort((D("0.420"),), plancher=D("1.33"), plafond=D("5.35")), exterieur=PLUS_20)
DONGES_JOURNEE = Bareme(
    TauxEffort((D("0.420"),), plancher=D("6.61"), plafond=D("14.66"), multiple=2, supplement=D("3.95")),
    exterieur=PLUS_20,
)

# Bourges, holidays, day with meal (2025): (bound, low, high)
JOURNEE_BOURGES = (
    ("615", "5.88", None), ("765", "5.88", "7.99"), ("1015", "7.99", "11.05"), ("1215", "11.05", "14.24"),
    ("1351", "14.24", "15.36"), (None, "15.36", None),
)  # fmt: skip
BOURGES = Bareme(
    ParTranches(tuple(Tranche(b and D(b), (D(p),), prix_haut=h and D(h)) for b, p, h in JOURNEE_BOURGES)),
    exterieur=Exterieur("prix", D("31.52")),
)

# Roncq, 1 September 2025
REPAS_RONCQ = (
    ("400", "0.50"), ("640", "1.75"), ("860", "2.35"), ("1150", "3.05"), ("1500", "3.55"), ("1700", "4.05"),
    ("1900", "4.60"), (None, "4.90"),
)  # fmt: skip
RONCQ_REPAS = par_tranches(*REPAS_RONCQ, haute=False, exterieur=Exterieur("prix", D("6.50")))
RONCQ_DEMI_HEURE = par_tranches(
    ("400", "0.16"), ("640", "0.70"), ("860", "0.85"), ("1150", "1.10"), ("1500", "1.25"), ("1700", "1.35"),
    ("1900", "1.40"), (None, "1.45"), haute=False, exterieur=Exterieur("prix", D("1.95")),
)  # fmt: skip

# Wavrin, October 2025, day: (bound, first to fourth child, outside)
JOURNEE_WAVRIN = (
    ("308", ("3.77", "3.42", "3.10", "2.82"), "12"), ("500", ("5.53", "5.00", "4.53", "4.10"), "13"),
    ("800", ("7.86", "7.10", "6.42", "5.80"), "14"), ("1100", ("9.14", "8.25", "7.45", "6.73"), "15"),
    ("1400", ("10.19", "9.20", "8.30", "7.50"), "16"), (None, ("10.63", "9.60", "8.66", "7.82"), "17"),
)  # fmt: skip
WAVRIN = Bareme(
    ParTranches(tuple(Tranche(b and D(b), tuple(map(D, p)), exterieur=D(e)) for b, p, e in JOURNEE_WAVRIN)),
    fratrie="rang",
    exterieur=Exterieur("colonne"),
)

# The crèches' national scale (Suresnes): rates by number of children, on the month's income
CRECHE = Bareme(
    TauxEffort(
        (D("0.0619"), D("0.0516"), D("0.0413"), D("0.0310")), sur="ressources", assiette_min=D("814.62"),
        assiette_max=D("8500"),
    ),
    fratrie="nombre",
)  # fmt: skip
FAY = Bareme(TauxEffort((D("0.36"),), plancher=D("2.60"), plafond=D("4.50")))
SENE = Bareme(TauxEffort((D("0.287"),), plancher=D("1.00"), plafond=D("5.97")))
TOUS = [
    DONGES_REPAS, DONGES_PERISCOLAIRE, DONGES_DEMI_JOURNEE, DONGES_JOURNEE, BOURGES, RONCQ_REPAS, RONCQ_DEMI_HEURE,
    WAVRIN, CRECHE, FAY, SENE,
]  # fmt: skip
