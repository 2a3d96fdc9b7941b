"""The live web: addresses that may be fetched, and a client that fetches them with good manners and within bounds."""

from .client import Answer, Client, Hop, Manners, Since

__all__ = ["Answer", "Client", "Hop", "Manners", "Since"]
