"""Every file that comes from outside: judged once, in a child process of its own, before anything keeps it.

    regles.py      what each door takes: which judge, which weight, which names
    juge.py        the web's side: wait for a place, start the child, bound it, read its answer
    enfant.py      the child: a bare interpreter without Django, secrets or database, which bounds itself first
    juges.py       what it runs: one function a door
    images.py, pdfs.py, archives.py, tableaux.py   how each kind of file is counted, read and written anew
    stockage.py    how what was judged is kept: whole, or not at all

The child imports this package: nothing here may import Django, but juge.py and stockage.py.
"""


class Refuse(Exception):
    """Why a judge will not have a file: a French sentence for whoever sent it, and a code for tests."""

    def __init__(self, phrase, *, code):
        super().__init__(phrase)
        self.phrase, self.code = phrase, code


ILLISIBLE = "Ce fichier ne s’ouvre pas : il n’est pas ce que son nom annonce, ou il est abîmé."
TROP_COMPLIQUE = (
    "Ce fichier est trop compliqué à ouvrir. Enregistrez-le plus simplement (une photo en JPG, un PDF de quelques "
    "pages), puis recommencez."
)
