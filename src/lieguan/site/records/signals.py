"""What records tells the apps above it, which it may not import. All are sent inside the transaction of the change.

clauses_falling    before clauses lose their standing (correction, confirmation taken back, meeting withdrawn):
                   `clauses` a list of Clause, `actor` an Account or None, `because` the reason as a person gave it
meeting_changing   before a meeting's body, state, starts_on or order_in_day changes: `meeting` as it is stored,
                   `actor`, `because`
meeting_changed    after it: `meeting` as it is now, `actor`, `because`
minutes_confirmed  after the first confirmation and after each correction: `minutes`, `actor`

Between meeting_changing and meeting_changed the items that rest on the meeting are tracked; the database refuses
the change otherwise. `clauses_falling` needs no counterpart: a ruling whose clause fell does not stand up again.
"""

from django.dispatch import Signal

clauses_falling = Signal()
meeting_changing = Signal()
meeting_changed = Signal()
minutes_confirmed = Signal()
