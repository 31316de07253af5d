"""The log 修改紀錄: everything that changes a fact, append-only, chained by hash; and the guards of the database.

At the bottom of the site, because every action of every app writes to it.
"""
