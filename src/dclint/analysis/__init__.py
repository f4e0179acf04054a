"""Facts about a connector that rules, the engine and reports share; never hits."""
