"""How an article or a provision of it is cited: in four styles, as files, and in what a page says of itself."""
