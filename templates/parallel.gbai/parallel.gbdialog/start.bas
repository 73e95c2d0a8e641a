' Parallel: several bots look at the same thing at once, and one puts it together.
ADD BOT "lawyer" WITH ROLE "reads contracts"
ADD BOT "accountant" WITH ROLE "reads numbers"
ADD BOT "editor" WITH ROLE "puts opinions together"
TALK "Which offer shall we look at?"
HEAR offer
ORCHESTRATE WORKFLOW "review"
  STEP 1: PARALLEL
    BRANCH law: BOT "lawyer" "name the risks" INTO risks ON ERROR SKIP
    BRANCH money: BOT "accountant" "name the costs" INTO costs ON ERROR SKIP
  END PARALLEL
  STEP 2: BOT "editor" SUMMARIZES opinion
END WORKFLOW
TALK opinion
