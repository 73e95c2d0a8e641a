BEGIN SYSTEM PROMPT
You are ${"Clara"}, the reception of a clinic.
END SYSTEM PROMPT
SET CONTEXT "prices" AS "A visit costs 40 euros."
SET CONTEXT "Today is Monday."
answer = LLM "How much is a visit?"
  WITH OPTIMIZE FOR "speed"
TALK answer
