"""The shapes of the interface: one object, one address, one licence, one time of change.

Field names follow OParl 1.1 (https://oparl.org/spezifikation/) where it has the thing: id, type, body, name, created,
modified, deleted, license, web; people follow Popolo (https://www.popoloproject.com/specs/). What lieguan alone knows
(items, duties, rulings) has the names of the glossary.
"""
