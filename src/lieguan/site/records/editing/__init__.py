"""What a person may do to a draft: pure functions, record dict in, record dict out; no database, no clock.

    tree        a record opened for editing, and folded back
    places      spans and parts: cutting, joining, finding words in the source
    values      the fields of one object, set by a person
    clauses     resolutions' clauses: split, join, move, add, remove
    statements  who said what
    heads       the meeting, its agenda, its resolutions
    parts       what was read as something else, or not at all
    operations  the table of all of them, and `apply`

Laws, held by tests: ids follow the order; spans stay inside the text, in order, and siblings stay disjoint;
the parts give the text back; a value that a person set has the rule "person" and is "sure"; where no words
were changed by hand, an object's spans still give its words.
"""
