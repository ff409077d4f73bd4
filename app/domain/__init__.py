"""Pure rules, without a framework or a database; only this package imports the engine."""
