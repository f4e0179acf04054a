"""Who can make a connector run, and what for: facts, the table that judges them, its words."""
