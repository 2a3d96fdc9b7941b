"""Målspår: reads Swedish municipal steering documents and keeps track of what became of every goal."""
