' A no that goes into no variable ends the workflow, and what was done is undone; one in a variable is the program's to look at.
ON ERROR GOTO told
ORCHESTRATE WORKFLOW "refund"
  STEP 1: TALK "money put aside"
    COMPENSATE: TALK "money put back"
  STEP 2: HUMAN APPROVAL FROM "ana" FOR "Small refund" INTO small
  TALK "small: " + small.approved + " " + small.comment
  STEP 3: HUMAN APPROVAL FROM "bob" FOR "Refund"
  TALK "never said"
END WORKFLOW
told:
TALK workflow.state + ": " + ERROR MESSAGE
