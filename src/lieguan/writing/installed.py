"""The libraries that set papers. They come with the extra `site`: the engine alone is installed without them."""

from __future__ import annotations

import importlib
from typing import Any

from lieguan.errors import MissingPart


def need(module: str, paper: str) -> Any:
    """The module. Raises MissingPart where it, or a library of the system that it loads, is not installed.

    module  odfdo or weasyprint
    paper   what it was wanted for, such as "a PDF"
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise MissingPart(
            f"writing {paper} needs {module}, which is not installed",
            remedy="install it: pip install 'lieguan[site]'",
        ) from error
    except OSError as error:  # Pango, which WeasyPrint finds by ctypes
        raise MissingPart(
            f"writing {paper} needs a library of the system that {module} could not load ({error})",
            remedy="install it: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        ) from error
