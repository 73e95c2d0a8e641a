' Without END WORKFLOW it goes to the end.
order = "tables"
ORCHESTRATE WORKFLOW "open"
STEP 1: BOT "researcher" GATHERS data
STEP 2: TALK data
IF data CONTAINS "tables" THEN RETURN "early"
STEP 3: TALK "never said"
