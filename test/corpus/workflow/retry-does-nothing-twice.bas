' RETRY is not for an act of which nobody knows whether it happened: a person looks first.
ORCHESTRATE WORKFLOW "pay"
  STEP 1: POST "https://bank.example/", { amount: 5 } RETRY 3
  TALK "paid"
END WORKFLOW
