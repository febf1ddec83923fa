"""Check that the counters of places tell the truth: used by tests, by night and after a restore."""

from django.db import connection

REQUETE = """
SELECT c.id, c.prises, count(p.id)
FROM activites_creneau c
LEFT JOIN planning_prise p ON p.creneau_id = c.id
GROUP BY c.id
HAVING c.prises <> count(p.id)
UNION ALL
SELECT r.id, -1, count(p.id)
FROM planning_reservation r
LEFT JOIN planning_prise p ON p.reservation_id = r.id
GROUP BY r.id
HAVING (r.etat = 'confirmee') <> (count(p.id) > 0)
"""


def ecarts() -> list[tuple[int, int, int]]:
    """Give what is wrong: (créneau, counter, places really taken), or (booking, -1, its places)."""
    with connection.cursor() as curseur:
        curseur.execute(REQUETE)
        return curseur.fetchall()
