' A name near to a known one is a slip; one near to none is played by the model.
ADD BOT "analyst" WITH ROLE "reads numbers"
ORCHESTRATE WORKFLOW "names"
  STEP 1: BOT "analist" PROCESSES data
  STEP 2: BOT "Re-Searcher" GATHERS data
  STEP 2: BOT "zookeeper" FEEDS lions
END WORKFLOW
