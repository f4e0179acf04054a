"""What must never be shown: which strings are secrets, and how they are masked."""
