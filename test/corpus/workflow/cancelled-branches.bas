' All branches are left where they stand; ON ERROR around the workflow is not asked, and what none of it undoes goes on.
ON ERROR GOTO trouble
ORCHESTRATE WORKFLOW "outer"
  STEP 1: TALK "outer done"
    COMPENSATE: TALK "outer undone"
  STEP 2: PARALLEL
    BRANCH
      TALK "left done"
      COMPENSATE: TALK "left undone"
      HEAR first
    BRANCH
      answer = GET "https://one.example/"
      TALK answer
      COMPENSATE: POST "https://one.example/undo", { answer: answer }
      WAIT 100
    BRANCH
      CALL "booking"
  END PARALLEL
  TALK "never said"
END WORKFLOW
END
trouble:
TALK "never said either"
