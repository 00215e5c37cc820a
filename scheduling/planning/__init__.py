"""What the weekly plan is made with: tasks on granules of time, heuristics, a solver, a bound."""
