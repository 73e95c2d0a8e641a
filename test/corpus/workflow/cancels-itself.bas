' A program can cancel itself: ON ERROR is not asked, what was done is undone.
ON ERROR RESUME NEXT
ORCHESTRATE WORKFLOW "order"
  STEP 1: TALK "taken"
    COMPENSATE: TALK "given back"
  STEP 2: HEAR answer
  IF answer = "no" THEN CANCEL WORKFLOW "the visitor said no"
  TALK "never said"
END WORKFLOW
TALK "never said either"
