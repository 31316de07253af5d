"""Makes the sample minutes from `source/*.txt`: python samples/make.py [FOLDER]

Writes 03.odt, 04.docx, 05.pdf (by way of LibreOffice) and 06.md beside this file, or into FOLDER.
The same sources give the same bytes for all but the PDF, whose bytes also depend on the version of LibreOffice.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import write_docx
import write_markdown
import write_odt
from series import read

HERE = Path(__file__).parent
ISSUED = {"03": "2025-09-22", "04": "2026-01-23", "05": "2026-05-25", "06": "2026-09-18"}
# The name that Taiwan's word processors know; the free face (Debian's fonts-arphic-ukai) is embedded in the PDF.
# It stands first in the ODT's list: where it is missing LibreOffice takes the next name, but where 標楷體 is missing
# fontconfig answers for it with a sans before the next name is looked at.
KAI, FREE_KAI = "標楷體", "AR PL UKai TW"


def make_pdf(odt: Path, folder: Path, issued: str) -> None:
    """The PDF as LibreOffice prints the ODT; its clock and its random identifier are replaced, length for length."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), str(odt)],
            check=True, capture_output=True,
        )  # fmt: skip
    made = folder / f"{odt.stem}.pdf"
    stamp = f"D:{issued.replace('-', '')}000000".encode()
    pdf = re.sub(rb"D:\d{14}", stamp, made.read_bytes())
    identity = hashlib.md5(odt.read_bytes(), usedforsecurity=False).hexdigest().upper().encode()
    pdf = re.sub(rb"<[0-9A-F]{32}>", b"<" + identity + b">", pdf)
    pdf = re.sub(rb"/DocChecksum /[0-9A-F]{32}", b"/DocChecksum /" + identity, pdf)
    made.write_bytes(pdf)


def main(folder: Path) -> None:
    series = {name: read(HERE / "source" / f"{name}.txt") for name in ISSUED}
    write_odt.write(series["03"], folder / "03.odt", font=f"{FREE_KAI}, {KAI}", issued=ISSUED["03"])
    write_docx.write(series["04"], folder / "04.docx", font=KAI, issued=ISSUED["04"])
    with tempfile.TemporaryDirectory() as scratch:
        odt = Path(scratch) / "05.odt"
        write_odt.write(series["05"], odt, font=FREE_KAI, issued=ISSUED["05"])
        make_pdf(odt, folder, ISSUED["05"])
    write_markdown.write(series["06"], folder / "06.md")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
