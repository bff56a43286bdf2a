"""Searching the text: passages.py is what is searched, query.py what was typed, finding.py asks PostgreSQL, and
marking.py marks what was found. A hit is the smallest provision that holds all the words.
"""
