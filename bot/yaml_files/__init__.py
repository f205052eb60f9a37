"""Files that people write by hand: how they are read, what is wrong with one, what serves in its place. Not what they mean."""

from bot.yaml_files.faults import SERVES, FileFault, FileKind, KeptTexts, Serves, log_fault, log_faults, no_texts

__all__ = ["SERVES", "FileFault", "FileKind", "KeptTexts", "Serves", "log_fault", "log_faults", "no_texts"]
