"""The desk of the text: pages of our own beside Django's lists. convention/admin.py imports what enters them."""
