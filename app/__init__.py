"""Gradmark's application. This file imports nothing, so that the worker loads `app` without Flask."""
