"""The gates that a problem passes before students see it; `app.domain.quality` tells them what to judge."""
