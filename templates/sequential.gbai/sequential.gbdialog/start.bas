' Sequential: each bot works on what the one before it answered.
ADD BOT "researcher" WITH ROLE "finds facts"
ADD BOT "writer" WITH ROLE "writes short texts"
TALK "What shall we write about?"
HEAR topic
ORCHESTRATE WORKFLOW "article"
  STEP 1: BOT "researcher" GATHERS facts RETRY 2 BACKOFF 5
  STEP 2: BOT "writer" CREATES article WITH tone = "friendly"
END WORKFLOW
TALK article
