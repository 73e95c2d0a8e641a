' A cancel does not disturb undos that are under way; after them nothing but the undos of the workflow around goes on.
ON ERROR GOTO trouble
ORCHESTRATE WORKFLOW "outer"
  STEP 1: TALK "outer done"
    COMPENSATE: TALK "outer undone"
  ORCHESTRATE WORKFLOW "inner"
    STEP 1: TALK "inner done"
      COMPENSATE: TALK "inner undone"
    STEP 2: TALK "second done"
      COMPENSATE: WAIT 20
    STEP 3: BOT "moody" PAYS bill ON ERROR COMPENSATE
  END WORKFLOW
END WORKFLOW
trouble:
TALK "never said"
