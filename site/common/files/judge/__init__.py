"""Every file that comes from outside: judged once, in a child process of its own, before anything stores it.

    rules.py       what each door takes: which judge, which weight, which names
    judge.py       the web's side: wait for a place, start the child, bound it, read its answer
    process.py     the child: a bare interpreter without Django, secrets or database, which bounds itself first
    judges.py      what it runs: one function a door
    images.py, pdfs.py, archives.py, tables.py   how each kind of file is counted, read and written anew
    storage.py     how what was judged is stored: whole, or not at all

The child imports this package: nothing here may import Django, but judge.py and storage.py.
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
