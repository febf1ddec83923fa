"""The child: limit oneself, read one file on the standard input, write the answer on the standard output.

``python -m common.files.judge.process JUGE NOM``. The answer is one line of JSON, then the bytes to store. Whatever
goes wrong (a limit met, a decoder that crashes) ends this process alone, and the web says that the file is too
complicated.
"""

import json
import os
import resource
import signal
import sys
import traceback

MO = 1024 * 1024
MEMOIRE = 640 * MO
CALCUL_SECONDES = 8
DUREE_SECONDES = 20
SORTIE = 40 * MO


def se_borner():
    """Set the limits that the system enforces, before any byte from outside is looked at."""
    os.nice(10)  # the pages first
    resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE, MEMOIRE))
    resource.setrlimit(resource.RLIMIT_CPU, (CALCUL_SECONDES, CALCUL_SECONDES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (SORTIE, SORTIE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The web waits no longer either; but it may have died meanwhile.
    signal.alarm(DUREE_SECONDES)


def main(juge: str, nom: str) -> int:
    """Judge what comes in; return the exit status."""
    from common.files.judge import TROP_COMPLIQUE, Refuse, judges

    try:
        extension, contenu = getattr(judges, juge)(sys.stdin.buffer.read(), nom)
        reponse = {"extension": extension}
    except Refuse as refus:
        reponse, contenu = {"refus": refus.phrase, "code": refus.code}, b""
    except MemoryError:
        reponse, contenu = {"refus": TROP_COMPLIQUE, "code": "complique"}, b""
    except Exception:
        # A fault of ours: the log tells, the person gets the same sentence.
        traceback.print_exc()
        return 1
    sys.stdout.buffer.write(json.dumps(reponse).encode() + b"\n")
    sys.stdout.buffer.write(contenu)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    se_borner()
    code = main(*sys.argv[1:])
    # Nothing is left to tidy: what the libraries would undo takes time.
    os._exit(code)
