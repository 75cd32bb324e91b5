"""Where a local language model runs: nowhere, in an Ollama server, or inside this process. One port for all."""

from opd_desktop.scribe.backends.base import Answer, Ask, Backend, ModelCard, Speed, Stopped

__all__ = ["Answer", "Ask", "Backend", "ModelCard", "Speed", "Stopped"]
