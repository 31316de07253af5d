"""The pages of tracking; thin: what is shown comes from the query modules, what is changed goes to actions.py."""
