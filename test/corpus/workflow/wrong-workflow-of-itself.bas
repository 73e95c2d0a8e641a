' A workflow that runs its own script would never end.
ORCHESTRATE WORKFLOW "round"
  STEP 1: TALK "again"
  STEP 2: CALL "wrong-workflow-of-itself.bas"
END WORKFLOW
