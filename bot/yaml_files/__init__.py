"""Files that people write by hand: what is wrong with one, and what serves in its place. Not what a file means."""

from bot.yaml_files.faults import SERVES, FileFault, FileKind, KeptTexts, Serves, log_fault, no_texts

__all__ = ["SERVES", "FileFault", "FileKind", "KeptTexts", "Serves", "log_fault", "no_texts"]
