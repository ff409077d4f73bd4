"""The operations, by family: each is a declaration, or a choice among declarations."""
