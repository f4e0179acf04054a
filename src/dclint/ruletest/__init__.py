"""The tests that rules carry: examples, and mutants of the good ones."""
