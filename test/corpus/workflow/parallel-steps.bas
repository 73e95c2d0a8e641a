' Steps that run side by side.
order = "lamps"
ORCHESTRATE WORKFLOW "sides"
  STEP 1: PARALLEL
    BRANCH A: BOT "researcher" PROCESSES data RETRY 3 BACKOFF 2 TIMEOUT 600
    BRANCH B: BOT "moody" "check the contract" INTO opinion DELAY 1 ON ERROR SKIP
  END PARALLEL
  STEP 2: TALK data
END WORKFLOW
