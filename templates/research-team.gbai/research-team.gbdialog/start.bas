' A research team. The question is cut into three parts, three researchers work on them side by
' side, a critic reads all of it, and a writer makes one report. If the critic is not content, the
' researchers go over their parts once more; the third time the report is written anyway.

ADD BOT "researcher" WITH ROLE "finds facts, says where they come from, and says so where it does not know"
ADD BOT "critic" WITH ROLE "looks for gaps and contradictions; answers FINE where there are none"
ADD BOT "writer" WITH ROLE "writes one clear page, with what is known, what is not, and the sources"

TALK "What shall we find out?"
HEAR question
TALK "The team is at work. This takes a while."

review = ""
ORCHESTRATE WORKFLOW "research"
  STEP "plan": LET parts = LLM "Cut this into three questions, as a JSON list of texts: ${question}"

  FOR round = 1 TO 3
    STEP "research": PARALLEL
      BRANCH first
        BOT "researcher" "answer the first part" WITH part = parts[0], review = review INTO first_answer
          RETRY 2 BACKOFF 30
      BRANCH second
        BOT "researcher" "answer the second part" WITH part = parts[1], review = review INTO second_answer
          RETRY 2 BACKOFF 30
      BRANCH third
        BOT "researcher" "answer the third part" WITH part = parts[2], review = review INTO third_answer
          RETRY 2 BACKOFF 30
    END PARALLEL
    STEP "criticise": BOT "critic" "is this complete and free of contradictions?" INTO review ON ERROR SKIP
    IF review LIKE "FINE*" THEN EXIT FOR
  NEXT

  STEP "write": BOT "writer" "write the report" INTO report
  STEP "deliver": TALK report
  STEP "keep": CALL Keep
END WORKFLOW

' The last reports are kept, so that "show me the report on …" can be answered later.
SUB Keep
  SET BOT MEMORY "report: ${question}", report
  PUBLISH EVENT "report_ready" WITH question = question, rounds = round
END SUB
