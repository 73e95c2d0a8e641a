' One incident, from the alert to the review. It is begun by every event "alert", by a person
' (start.bas) or by the monitoring, and goes on until somebody has said that it is over.
ON EVENT "alert"

ADD BOT "analyst" WITH ROLE "reads logs and status pages and guesses what is wrong, in two sentences"
ADD BOT "scribe" WITH ROLE "writes reviews of incidents: what happened, why, and what we change; blames nobody"

alert = EVENT
began = NOW

ORCHESTRATE WORKFLOW "incident"
  ' Looking for the cause and finding somebody who takes it on go side by side.
  STEP "first minutes": PARALLEL
    BRANCH look
      status = GET "${status_url}/status"
      BOT "analyst" "what could be the cause?" INTO guess ON ERROR SKIP
    BRANCH call
      CALL FindSomebody
  END PARALLEL

  STEP "repair": HUMAN INPUT "Incident ${alert.number}: ${alert.title}. When it works again: what was it?"
    FROM owner WITH guess = guess, status = status.data REMIND HOURS(1) INTO cause
  minutes = INT(DATEDIFF("n", began, NOW))

  STEP "review": BOT "scribe" "write the review" INTO review ON ERROR SKIP
  STEP "agree": HUMAN APPROVAL FROM "lead" FOR "Keep this review of incident ${alert.number}?"
    WITH review = review, cause = cause TIMEOUT DAYS(5) INTO agreed
  IF agreed.approved THEN
    STEP "keep": SET BOT MEMORY "review ${alert.number}", agreed.data.review
  END IF

  STEP "close": PUBLISH EVENT "incident_closed"
    WITH number = alert.number, minutes = minutes, summary = cause
END WORKFLOW

' The first on duty has ten minutes, where it is critical; then the second is called, then the lead.
SUB FindSomebody
  patience = HOURS(4)
  IF alert.severity = "critical" THEN patience = 600
  FOR EACH person IN ["first-on-duty", "second-on-duty"]
    HUMAN APPROVAL FROM person FOR "Incident ${alert.number}: ${alert.title}. Do you take it on?"
      WITH severity = alert.severity TIMEOUT patience INTO answer
    IF answer.approved THEN
      owner = answer.by
      EXIT SUB
    END IF
  NEXT
  owner = "lead"
END SUB
