' The first that answers well is enough; one that failed before does not count, and the slow one is no longer waited for.
ORCHESTRATE WORKFLOW "race"
  STEP 1: PARALLEL ANY
    BRANCH slow: BOT "writer" "slow" WITH tone = "late" INTO answer
    BRANCH quick: BOT "researcher" "quick" INTO answer DELAY 5
    BRANCH wrong: BOT "moody" "never" INTO answer
  END PARALLEL
  TALK answer
  PARALLEL 2
    BRANCH
      WAIT 30
      TALK "third"
    BRANCH
      WAIT 10
      TALK "first"
    BRANCH
      WAIT 20
      TALK "second"
  END PARALLEL
  WAIT 60
END WORKFLOW
TALK "over"
