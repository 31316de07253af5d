"""Every error that lieguan raises on purpose.

    LieguanError                    something that the person at the keyboard can act on
    ├── SourceError                 a file could not be opened; no record is made of it
    │   ├── EmptyFile
    │   ├── FileTooLarge            larger than the limit, on disk or once unpacked (a zip bomb)
    │   ├── UnknownFormat           none of the formats that are read
    │   ├── EncryptedFile
    │   ├── DamagedFile
    │   └── MissingPart             an optional part of the installation is needed (OCR, LibreOffice)
    ├── LexiconError                a row of a data file is wrong
    ├── RecordError                 a JSON object is not a lieguan-record/1
    ├── PublishError                the site fails at an address that is being published
    ├── StartError                  the site does not start as it stands
    │   └── GuardsMissing           the database does not refuse what it must refuse
    └── SiteError                   an action on the site was refused; nothing was changed
        ├── NotAllowed              this person may not do this
        │   └── WithheldByLaw       it is restricted, and this person may not read it
        ├── Gone                    it was public once, and was withdrawn or went into something else
        ├── Conflict                somebody else changed it first
        ├── Refused                 the rules of tracking do not allow it
        │   └── OutOfOrder          it would change what later rulings did; the differences are shown first
        └── InvalidInput            a field is missing or wrong
            └── WrongRows           rows of a table that was sent are wrong; each is named

Each has a stable `code` for programs, the `place` (a file, a row, an object), what is wrong, and what to do.
Messages are English, for logs and the command line; the site shows its own words for each `code`.
"""

from __future__ import annotations

from collections.abc import Sequence


class LieguanError(Exception):
    """The root. `str()` gives one line: place, what is wrong, what to do."""

    code = "error"

    def __init__(self, problem: str, *, place: str = "", remedy: str = "") -> None:
        self.problem = problem
        self.place = place
        self.remedy = remedy
        super().__init__(problem)

    def __str__(self) -> str:
        head = f"{self.place}: {self.problem}" if self.place else self.problem
        line = f"{head}; {self.remedy}" if self.remedy else head
        # A file's name, or what a hostile file calls itself, can hold line breaks and signs that steer a terminal.
        return "".join(char if char.isprintable() else "\ufffd" for char in " ".join(line.split()))


class SourceError(LieguanError):
    """A file could not be opened."""

    code = "source"


class EmptyFile(SourceError):
    """The file has no bytes, or nothing but white space."""

    code = "source.empty"


class FileTooLarge(SourceError):
    """The file, or what it unpacks to, is larger than the limit."""

    code = "source.too-large"


class UnknownFormat(SourceError):
    """The bytes are none of the formats that are read."""

    code = "source.unknown-format"


class EncryptedFile(SourceError):
    """The file asks for a password."""

    code = "source.encrypted"


class DamagedFile(SourceError):
    """The file says that it is of a format, but cannot be read as that."""

    code = "source.damaged"


class MissingPart(SourceError):
    """Reading this file needs something that is not installed."""

    code = "source.missing-part"


class LexiconError(LieguanError):
    """A row of a lexicon file breaks its rules."""

    code = "lexicon"


class RecordError(LieguanError):
    """A JSON object does not satisfy the record's schema."""

    code = "record"


class PublishError(LieguanError):
    """The site fails at an address that is being published; what was published before stands."""

    code = "publish"


class StartError(LieguanError):
    """The site does not start as it stands."""

    code = "start"


class GuardsMissing(StartError):
    """Triggers that hold the rules of tracking are missing, or the site's role could take them away."""

    code = "start.guards-missing"


class SiteError(LieguanError):
    """An action was refused; nothing was changed."""

    code = "site"


class NotAllowed(SiteError):
    """The person who asked has no right to do this."""

    code = "site.not-allowed"


class WithheldByLaw(NotAllowed):
    """What was asked for is restricted (政府資訊公開法 §18) and this person may not read it."""

    code = "site.not-allowed.withheld"


class Gone(SiteError):
    """What was at this address was withdrawn, or went into something else."""

    code = "site.gone"


class Conflict(SiteError):
    """Somebody else changed the same thing first."""

    code = "site.conflict"


class Refused(SiteError):
    """The rules of tracking do not allow it."""

    code = "site.refused"


class OutOfOrder(Refused):
    """A ruling of earlier minutes changes what later ones did; `differences` says what, for a person to accept."""

    code = "site.refused.out-of-order"

    def __init__(
        self, problem: str, *, differences: Sequence[object], place: str = "", remedy: str = ""
    ) -> None:
        self.differences = tuple(differences)
        super().__init__(problem, place=place, remedy=remedy)


class InvalidInput(SiteError):
    """A field is missing or wrong; `field` names it."""

    code = "site.invalid-input"

    def __init__(self, problem: str, *, field: str = "", place: str = "", remedy: str = "") -> None:
        self.field = field
        super().__init__(problem, place=place, remedy=remedy)


class WrongRows(InvalidInput):
    """Rows of a table are wrong, and nothing of it was taken; `rows` says which and why."""

    code = "site.invalid-input.rows"

    def __init__(
        self, problem: str, *, rows: Sequence[object], field: str = "", place: str = "", remedy: str = ""
    ) -> None:
        self.rows = tuple(rows)
        super().__init__(problem, field=field, place=place, remedy=remedy)
