"""The queue: who waits for whom, who is next and why."""
