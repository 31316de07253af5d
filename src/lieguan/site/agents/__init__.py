"""For AI agents 人工智慧代理: a server of the Model Context Protocol, whose tools read what anybody may read.

With the key of an account one more tool writes the draft of a progress report. Nothing else writes: what a person has to
answer for (submitting, confirming, ruling, publishing) does not exist here.
"""
