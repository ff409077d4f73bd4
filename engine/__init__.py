"""PyTorch on NumPy; knows nothing of students, files or databases."""

__version__ = "0.1.0"
