' What was done is undone in the opposite order, and the fault goes on.
ON ERROR GOTO told
ORCHESTRATE WORKFLOW "trip"
  STEP 1: TALK "flight booked"
    COMPENSATE: TALK "flight cancelled"
  STEP 2: BOT "researcher" GATHERS hotel
    COMPENSATE: TALK "hotel cancelled after " + hotel
  STEP 3: BOT "moody" PAYS bill ON ERROR COMPENSATE
    COMPENSATE: TALK "never said"
  TALK "never reached"
END WORKFLOW
END
told:
TALK workflow.state + ": " + ERROR
