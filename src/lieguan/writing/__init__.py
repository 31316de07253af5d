"""Papers: a neutral model (paper.py) and its writers to ODT, PDF and HTML. No clock, no network, no database.

    paper = tracking_report.compose(report)
    odt.write(paper), pdf.write(paper)      bytes of the file
    html.page(paper), html.fragment(paper)  markup

ODT and PDF need the extra `site`; where it is missing the writer raises MissingPart, which names it.
"""
