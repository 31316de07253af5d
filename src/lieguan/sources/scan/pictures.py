"""Files of pictures (PNG, JPEG, TIFF with any number of pages, GIF, BMP) -> grey pictures of pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lieguan.errors import DamagedFile, FileTooLarge
from lieguan.sources.limits import Limits

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "BMP")
#: Dots an inch that a scanner gives; what a picture says beyond them is a program's default.
_LOWEST, _HIGHEST = 150, 1200
#: The longer side of A4, in inches: a picture that does not say its size is taken for such a page.
_A4 = 11.69
#: Characters are too small below this many dots an inch, so the picture is enlarged; never more than so often.
_COARSE, _WANTED, _MOST_TIMES = 190, 300, 3


def opened(data: bytes, place: str, limits: Limits) -> Any:
    """The picture file, its first page's size checked but nothing unpacked.

    Raises DamagedFile, or FileTooLarge for more pages or larger ones than the limits allow.
    """
    from PIL import Image

    try:
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_large(place, limits) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise _damaged(place) from error
    _check(picture, place, limits)
    check_count(getattr(picture, "n_frames", 1), place, limits)
    return picture


def check_count(pages: int, place: str, limits: Limits) -> None:
    """Raises FileTooLarge for more pages than OCR reads of one file."""
    if pages > limits.scanned_pages:
        raise FileTooLarge(
            f"has {pages:,} scanned pages (limit {limits.scanned_pages:,})", place=place, remedy="split it"
        )


def pages(picture: Any, place: str, limits: Limits) -> Iterator[tuple[Picture, int]]:
    """Each page in grey, upright as its EXIF data say, on white; and its dots an inch."""
    from PIL import Image, ImageOps

    for number in range(getattr(picture, "n_frames", 1)):
        try:
            picture.seek(number)
            _check(picture, place, limits)
            dpi = _dpi(picture)
            page = grey(ImageOps.exif_transpose(picture))
        except Image.DecompressionBombError as error:
            raise _too_large(place, limits) from error
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise _damaged(place) from error
        if dpi < _COARSE:
            times = min(_WANTED / dpi, _MOST_TIMES, (limits.pixels / (page.width * page.height)) ** 0.5)
            page = page.resize((int(page.width * times), int(page.height * times)), Image.Resampling.LANCZOS)
            dpi = int(dpi * times)
        yield page, dpi


def grey(page: Any) -> Picture:
    """A picture of any mode as one byte a pixel, what is transparent as white."""
    from PIL import Image

    if page.mode.startswith("I;16"):
        page = page.point(lambda value: value / 256)
    if page.has_transparency_data:
        page = page.convert("RGBA")
        ground = Image.new("RGBA", page.size, "white")
        page = Image.alpha_composite(ground, page)
    grey_page: Picture = page.convert("L")
    return grey_page


def as_bytes(page: Picture) -> bytes:
    """A grey picture as PGM: no time goes into packing it for a pipe."""
    out = io.BytesIO()
    page.save(out, "PPM")
    return out.getvalue()


def _check(picture: Any, place: str, limits: Limits) -> None:
    if picture.width * picture.height > limits.pixels:
        raise _too_large(place, limits)


def _dpi(picture: Any) -> int:
    try:
        told = float(picture.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, ZeroDivisionError):
        told = 0.0
    if _LOWEST <= told <= _HIGHEST:
        return round(told)
    width, height = picture.size
    return max(1, round(float(max(width, height)) / _A4))


def _too_large(place: str, limits: Limits) -> FileTooLarge:
    return FileTooLarge(
        f"is a picture of more than {limits.pixels / 1e6:,.0f} million pixels",
        place=place,
        remedy="scan it at 300 dots an inch",
    )


def _damaged(place: str) -> DamagedFile:
    return DamagedFile(
        "is a picture that cannot be opened",
        place=place,
        remedy="open it in another program and save it as PNG",
    )
