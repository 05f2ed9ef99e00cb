"""The corrections file: what is kept survives whatever happens to it; and the commands, through the real shell."""
