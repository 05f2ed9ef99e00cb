"""The models behind the solving stages: column measures, line labels, links between fragments, assignments.

Nothing here knows a stage; each module takes plain lines or blocks and gives plain answers.
"""
