"""Small grammars inside strings: functions from a text to its parts and their spans."""
