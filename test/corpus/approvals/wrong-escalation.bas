' What cannot be asked again cannot be escalated, and only approvals can be approved.
ORCHESTRATE WORKFLOW "wrong"
  STEP 1: TALK "x" TIMEOUT 5 ON TIMEOUT: ESCALATE TO "bob"
  STEP 2: HUMAN INPUT "Which?" FROM "ana" TIMEOUT 5 ON TIMEOUT: APPROVE WITH WARNING
  ESCALATE TO "bob"
  FOR EACH x IN [1, 2]
    STEP 3: IF x = 1 THEN EXIT FOR
      TIMEOUT 5
  NEXT
END WORKFLOW
