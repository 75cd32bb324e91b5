"""The encounter: chart and vitals, the note by sentences, the scribe."""
