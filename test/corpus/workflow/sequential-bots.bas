' Each step gives its answer to the next; a script of the package plays a bot.
order = "two chairs"
ORCHESTRATE WORKFLOW "claims"
  STEP 1: BOT "researcher" GATHERS data
  STEP 2: BOT "writer" "write it down" WITH tone = "formal" INTO letter
  STEP 3: TALK letter
END WORKFLOW
TALK workflow.name + " is " + workflow.state + " at step " + workflow.step + ": " + workflow.results.data
