' Talks with whoever is interested, finds out how well it fits, and does the right thing at once:
' hot leads get a call from a person, warm ones hear from us every few days until they answer, and
' cold ones get a friendly no and a link.

TALK "Hello! What would you like to get done?"
HEAR wish
TALK "How many people would work with it?"
HEAR people AS INTEGER
TALK "When would you like to start?"
HEAR start_in AS "this month", "this quarter", "later"
TALK "And where can we reach you?"
HEAR email AS EMAIL

ORCHESTRATE WORKFLOW "lead"
  STEP "score": CALL Score
  PUBLISH EVENT "lead_scored" WITH email = email, score = score, why = why

  IF score >= 70 THEN
    STEP "hot": CALL Hot
  ELSE IF score >= 30 THEN
    STEP "warm": CALL Warm
  ELSE
    STEP "cold": TALK "Thank you! This page has all you need to begin: ${free_url}"
  END IF
END WORKFLOW

' The model judges what was said; size and haste are counted here, for a number must be one that
' everybody can follow. Without a model the count alone decides.
SUB Score
  ON ERROR RESUME NEXT
  judged = LLM "From 0 to 50, how well does a wish fit our product?
Answer as JSON, with fit as a number and why as a text.
Our product: ${we_sell}. The wish: ${wish}"
  score = VAL(judged.fit) + MIN(people, 30)
  IF start_in = "this month" THEN score = score + 20
  why = judged.why
END SUB

SUB Hot
  HUMAN INPUT "Hot lead (${score}): ${wish}. When do you call ${email}?"
    FROM "sales" WITH people = people, start = start_in, why = why TIMEOUT HOURS(4) INTO call_time
  IF call_time = NOTHING THEN
    HUMAN INPUT "Nobody has taken the lead ${email} for four hours. When do you call?" FROM "sales-lead" INTO call_time
  END IF
  TALK "Great, that fits well. We will call you: ${call_time}"
END SUB

SUB Warm
  TALK "That sounds good. I will send you a few examples over the next weeks; just answer when you are ready."
  FOR EACH example IN ["how others began", "what it costs", "a guided tour"]
    reply = WAIT FOR EVENT "lead_replied" WHERE email = email TIMEOUT DAYS(4)
    IF reply THEN
      CALL Hot
      EXIT SUB
    END IF
    TALK "For you: ${example}. ${free_url}"
  NEXT
  PUBLISH EVENT "lead_sleeps" WITH email = email, score = score
END SUB
