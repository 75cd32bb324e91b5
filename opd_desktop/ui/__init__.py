"""The desk: presenters and passive views over the operations."""
