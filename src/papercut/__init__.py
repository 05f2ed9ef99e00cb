"""papercut turns the raw text of a newspaper page into clean, separate articles."""

from papercut.version import __version__

__all__ = ["__version__"]
