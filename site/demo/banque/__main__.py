"""Start the stand-in: `python -m demo.banque --port 8001 --dossier .local/banque`, with site/ on the path."""

import argparse
import logging
import signal
import sys
from pathlib import Path

from demo.banque.cles import PUBLIQUE, charger
from demo.banque.reglages import CLE, IDENTIFIANT, RANG, SITE, Reglages
from demo.banque.serveur import Serveur


def lire_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    analyseur = argparse.ArgumentParser(prog="python -m demo.banque", description=__doc__)
    analyseur.add_argument("--port", type=int, default=8001)
    analyseur.add_argument("--dossier", type=Path, default=Path(".local/banque"), help="where its RSA key lives")
    analyseur.add_argument("--site", default=SITE)
    analyseur.add_argument("--rang", default=RANG)
    analyseur.add_argument("--identifiant", default=IDENTIFIANT)
    analyseur.add_argument("--cle", default=CLE, help="HMAC key, hexadecimal; the published test key by default")
    analyseur.add_argument("--regie", default="", help="name shown above the amount")
    analyseur.add_argument("--portail", action="append", default=[], help="a host, besides this machine, to notify")
    analyseur.add_argument("--delai", type=float, default=0, help="seconds before the notification")
    analyseur.add_argument("--repetitions", type=int, default=1, help="how many times each notification is sent")
    analyseur.add_argument("--muette", action="store_true", help="never notify")
    analyseur.add_argument("--preparer", action="store_true", help="make the key if need be, and stop")
    return analyseur.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    options = lire_arguments(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s banque %(message)s")
    journal = logging.getLogger("demo.banque")
    if options.preparer:
        charger(options.dossier)
        return 0
    reglages = Reglages(
        dossier=options.dossier,
        site=options.site,
        rang=options.rang,
        identifiant=options.identifiant,
        cle=options.cle,
        regie=options.regie,
        portails=tuple(options.portail),
        delai_secondes=options.delai,
        repetitions=options.repetitions,
        muette=options.muette,
    )
    try:
        serveur = Serveur(reglages, options.port)
    except OSError as erreur:
        journal.error("le port %s n'est pas libre : %s", options.port, erreur.strerror)
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    journal.info("%s · clé publique : %s", serveur.adresse, options.dossier / PUBLIQUE)
    try:
        serveur.serve_forever()
    except KeyboardInterrupt:
        journal.info("arrêt")
    finally:
        serveur.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
