"""Sections become the goal tree."""
