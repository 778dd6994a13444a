"""How many steps the random scripts took, told at the end of the run."""

STEPS: list[int] = []
