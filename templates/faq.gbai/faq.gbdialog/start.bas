' Answers questions by the words in them. Edit the list; each line has the words
' to look for and the answer. No model is needed.
answers = [
  { "words": ["open", "hours", "when"], "answer": "We are open Monday to Friday, 9 to 18." },
  { "words": ["where", "address", "find"], "answer": "12 Harbour Street, second floor." },
  { "words": ["price", "cost", "much"], "answer": "A visit is **40** and takes half an hour." }
]

TALK "Ask me about opening hours, the address or prices. Say *bye* to end."

DO
  ADD SUGGESTION "When are you open?"
  ADD SUGGESTION "Where are you?"
  ADD SUGGESTION "What does it cost?"
  HEAR question
  CLEAR SUGGESTIONS
  IF CONTAINS(LOWER(question), "bye") THEN EXIT DO

  reply = AnswerTo(question)
  IF reply = "" THEN
    TALK "I do not know that one yet. Write to ${contact} and a person will answer."
  ELSE
    TALK reply
  END IF
LOOP

TALK "Goodbye!"

' The answer with most of its words in the question; empty when none has any.
FUNCTION AnswerTo(text)
  best = ""
  most = 0
  FOR EACH entry IN answers
    hits = 0
    FOR EACH wanted IN entry.words
      IF CONTAINS(LOWER(text), wanted) THEN hits = hits + 1
    NEXT wanted
    IF hits > most THEN
      most = hits
      best = entry.answer
    END IF
  NEXT entry
  RETURN best
END FUNCTION
