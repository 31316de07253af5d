"""The demo: a sample series taken in through the same actions as real minutes, in a data folder of its own.

folder.py   the data folder: whose it is, when it is kept, when it is made anew
people.py   the accounts that visitors try the site with
series.py   the story of the series: confirm, open, rule, report, recommend
"""
