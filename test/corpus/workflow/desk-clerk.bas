WAIT 30
TALK task + " for " + workflow.name
