"""Gradmark's application: domain, store, services and doors. Imports nothing, so that the worker loads it without Flask."""
