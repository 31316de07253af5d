"""The public part as a static tree 靜態網站 that any web server can serve.

addresses.py   an address of the site -> a file of the tree
visiting.py    asking the site for an address, as somebody without an account
reading.py     the addresses that an answer leads to
rewriting.py   an answer -> the bytes of its file, with links that lead inside the tree
tree.py        writing the tree aside, taking over what is unchanged, putting it in place at once
publish.py     all of it
"""
