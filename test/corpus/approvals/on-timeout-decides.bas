' Silence is a yes with a warning, or a no, or has something else done.
ON ERROR GOTO told
ORCHESTRATE WORKFLOW "claim"
  STEP 1: HUMAN APPROVAL FROM "ana" FOR "One" TIMEOUT 60 INTO one ON TIMEOUT: APPROVE WITH WARNING
  TALK one.approved + " " + one.warning
  STEP 2: HUMAN APPROVAL FROM "ana" FOR "Two" TIMEOUT 60 ON TIMEOUT: APPROVE WITH WARNING
  TALK "two"
    COMPENSATE: TALK "two undone"
  STEP 3: HUMAN APPROVAL FROM "ana" FOR "Three" TIMEOUT 60 INTO three ON TIMEOUT: REJECT "too late"
  TALK three.approved + " " + three.comment
  STEP 4: HUMAN APPROVAL FROM "ana" FOR "Four" TIMEOUT 60
    ON TIMEOUT: TALK "nobody cares for four"
  STEP 5: paid = WAIT FOR EVENT "paid" TIMEOUT 60 ON TIMEOUT: TALK "not paid"
  IF paid = NOTHING THEN TALK "still not paid"
  STEP 6: HUMAN APPROVAL FROM "ana" FOR "Six" TIMEOUT 60 ON TIMEOUT: REJECT "no answer on six"
  TALK "never said"
END WORKFLOW
told:
TALK workflow.state + ": " + ERROR MESSAGE
REJECT
