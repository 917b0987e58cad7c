"""A simulated citizens' assembly: our own statements and a small model of who votes how.

Pure: no Django, no models. `simulate(AssemblyPlan(), load_statements())` gives the demo assembly; the
command `simulate_assembly` casts its votes through the vote service that everyone uses.
"""
