"""Reads the YAML that people write: lines, problems, mends. Not what it means, nor which version serves."""

from bot.yaml_files.faults import SERVES, FileFault, FileKind, KeptTexts, Serves, log_fault, log_faults, no_texts

__all__ = ["SERVES", "FileFault", "FileKind", "KeptTexts", "Serves", "log_fault", "log_faults", "no_texts"]
