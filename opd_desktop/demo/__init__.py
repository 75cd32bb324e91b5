"""The demo clinic: made-up people in a made-up clinic, for trying the program and for its tests."""
