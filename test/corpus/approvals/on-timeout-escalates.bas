' Nobody answers in time: the same is asked of somebody else, who decides; silence once more is a fault.
ON ERROR GOTO told
ORCHESTRATE WORKFLOW "claim"
  STEP 1: HUMAN APPROVAL FROM TWO OF "ana", "bob" FOR "Claim" TIMEOUT 60 ON TIMEOUT: ESCALATE TO "director"
  TALK "approved"
  STEP 2: HUMAN INPUT "Which car?" INTO car FROM "buyer" TIMEOUT 60
    ON TIMEOUT: ESCALATE TO "owner"
  TALK car
  STEP 3: answer = HUMAN APPROVAL FROM "ana" FOR "Color" TIMEOUT 60 ON TIMEOUT: ESCALATE TO "bob"
  TALK answer.timedout
  STEP 4: HUMAN APPROVAL FROM "ana" FOR "Wheels" TIMEOUT 60 ON TIMEOUT: ESCALATE TO "bob"
  TALK "never said"
END WORKFLOW
told:
TALK workflow.state + ": " + ERROR MESSAGE
