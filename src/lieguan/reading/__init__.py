"""Document -> Record: the rules that know what minutes are made of."""

from lieguan.reading.reader import read

__all__ = ["read"]
