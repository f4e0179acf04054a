"""Who says that a finding does not count: comments, waivers, the baseline."""
