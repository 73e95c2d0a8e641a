' A bot that fails is asked again, later each time; then SKIP leaves the step out.
tries = 0
ORCHESTRATE WORKFLOW
  STEP 1: BOT "moody" "answer" INTO answer RETRY 2 BACKOFF 10 ON ERROR SKIP
  STEP 2: BOT "writer" "x" INTO letter TIMEOUT 5 ON ERROR SKIP
  STEP 3: TALK answer ?? "no answer"
  DELAY 5
END WORKFLOW
