' Undos have their own time; who waits for a person that never comes does not keep the run for ever.
ORCHESTRATE WORKFLOW "slow"
  STEP 1: TALK "one"
    COMPENSATE: TALK "never undone"
  STEP 2: TALK "two"
    COMPENSATE: HEAR permission
  STEP 3: WAIT 1000
END WORKFLOW
