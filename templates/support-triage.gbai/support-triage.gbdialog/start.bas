' Support. A bot reads what the customer writes and says what kind of request it is. Questions get
' an answer that a person has read before; bills go to the people who know them; faults go to the
' developers at once. Two days later the customer is asked whether it helped.

ADD BOT "triage" WITH ROLE "reads requests of customers and answers with one word: question, billing or fault"
ADD BOT "helper" WITH ROLE "writes short and friendly answers to customers, and promises nothing"

TALK "Hello! How can we help you?"
HEAR request
TALK "Where can we reach you?"
HEAR email AS EMAIL
TALK "Thank you. We are looking into it."

ORCHESTRATE WORKFLOW "support request"
  STEP "classify": BOT "triage" "which kind of request is this?" INTO kind
    RETRY 2 BACKOFF 10 ON ERROR SKIP

  SELECT CASE LCASE(TRIM(kind))
    CASE "billing"
      STEP "ask billing": HUMAN INPUT "What shall we answer ${email}?"
        FROM "billing" WITH request = request TIMEOUT DAYS(1) INTO reply
    CASE "fault"
      STEP "tell developers": PUBLISH EVENT "fault_reported" WITH request = request, email = email
      reply = "Thank you for telling us. Our developers have it on their desk now."
    CASE ELSE
      ' Also where the kind is not known: a person looks at it in any case.
      STEP "draft": BOT "helper" "answer this request" INTO draft ON ERROR SKIP
      IF draft THEN
        STEP "check": HUMAN APPROVAL FROM "support" FOR "Send this answer to ${email}?"
          WITH request = request, answer = draft TIMEOUT HOURS(8) INTO checked
        ' What was corrected counts.
        IF checked.approved THEN reply = checked.data.answer
      END IF
  END SELECT

  ' Nobody had time, or the draft was not good enough.
  IF reply = NOTHING THEN
    STEP "take over": HUMAN INPUT "Please answer ${email} yourself"
      FROM "support-lead" WITH request = request INTO reply
  END IF

  STEP "reply": TALK reply
  STEP "two days": WAIT DAYS(2)
  STEP "follow up": CALL AskHowItWent
END WORKFLOW

SUB AskHowItWent
  TALK "Did that solve it?"
  HEAR solved AS BOOLEAN
  IF solved THEN
    TALK "Glad to hear it!"
  ELSE
    PUBLISH EVENT "not_solved" WITH request = request, email = email, reply = reply
    TALK "We are sorry. Somebody will call you."
  END IF
END SUB

' Who is called is written down, so that nobody is forgotten.
ON EVENT "not_solved" DO
  HUMAN INPUT "Please call ${EVENT.email}: it was not solved. What came of it?"
    FROM "support-lead" WITH request = EVENT.request, reply = EVENT.reply INTO outcome
  SET BOT MEMORY "call " + EVENT.email, outcome
END ON
