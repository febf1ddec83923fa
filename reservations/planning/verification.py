"""Check that the counters of places tell the truth: used by tests, by night and after a restore."""

from django.db import connection

REQUETE = """
WITH prises AS (
    SELECT creneau_id AS creneau FROM planning_prise
    UNION ALL
    SELECT creneau_du_groupe_id FROM planning_prise WHERE creneau_du_groupe_id IS NOT NULL
)
SELECT c.id, c.prises, count(p.creneau)
FROM activites_creneau c
LEFT JOIN prises p ON p.creneau = c.id
GROUP BY c.id
HAVING c.prises <> count(p.creneau)
UNION ALL
SELECT r.id, -1, count(p.id)
FROM planning_reservation r
LEFT JOIN planning_prise p ON p.reservation_id = r.id
GROUP BY r.id
HAVING (r.etat IN ('confirmee', 'proposee')) <> (count(p.id) > 0)
"""


def ecarts() -> list[tuple[int, int, int]]:
    """Give what is wrong: (créneau, counter, places really taken), or (booking, -1, its places)."""
    with connection.cursor() as curseur:
        curseur.execute(REQUETE)
        return curseur.fetchall()
