"""Withheld parts 不予公開之部分: what one without the right reads in their place, and why it is withheld.

Every word that can be withheld is a field of this room (fields.py). Whoever reads such a field of a row, a template, an
export, a feed, gets what the reader of the moment may read (reading.py): nobody has to remember to hide anything.
"""
