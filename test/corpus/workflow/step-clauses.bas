' Any step can wait, be tried again, be given time, and be left out: one that calls, asks a page or a model, or waits.
ADD BOT "slow-one" WITH ROLE "thinks"
ORCHESTRATE WORKFLOW "any"
  STEP 1: page = GET "https://one.example/" RETRY 2 BACKOFF 5 ON ERROR SKIP
  TALK "page " + page
  STEP 2: CALL "waits" TIMEOUT 10 ON TIMEOUT: TALK "no time for that"
  STEP 3: CALL "waits" TIMEOUT 100 DELAY 5
  STEP 4: PARALLEL
    BRANCH A: STEP "4a": CALL "throws" RETRY 1 BACKOFF 2 ON ERROR SKIP
    BRANCH B: STEP "4b": word = LLM "say a word" TIMEOUT 30 ON ERROR SKIP
  END PARALLEL
  TALK "word " + word
  STEP 5: POST "https://one.example/", "x" RETRY 1 ON ERROR SKIP
  STEP 6: BOT "slow" "think" INTO thought TIMEOUT 10
    ON TIMEOUT: ESCALATE TO "researcher"
  TALK thought
  STEP 7: TALK "done"
    COMPENSATE: TALK "undone"
  STEP 8: CALL "throws" ON ERROR COMPENSATE
    COMPENSATE: TALK "never said"
END WORKFLOW
