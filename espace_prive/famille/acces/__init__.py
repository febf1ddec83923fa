"""Who may reach whom. Everything private goes through here.

``perimetre``: what a parent reaches (its children, its household). ``portee``: the families that an agent reads.
``rules``: what an adult may do to a child. ``pages``: the decorators of the agents' pages of a file. ``lectures``:
what each reading leaves in the journal.
"""
