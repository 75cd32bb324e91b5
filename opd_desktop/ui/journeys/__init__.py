"""The journeys board."""
