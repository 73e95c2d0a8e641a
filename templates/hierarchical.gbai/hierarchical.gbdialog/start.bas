' Hierarchical: the team leader is a script of its own that has bots of its own; delegation-depth of config.csv limits how deep.
TALK "What shall be planned?"
HEAR event
ORCHESTRATE WORKFLOW "planning"
  STEP 1: BOT "team-lead" PLANS budget
  STEP 2: TALK "The plan: " + budget
END WORKFLOW
