CLEAR SUGGESTIONS
ADD SUGGESTION "hours" AS "When are you open?"
ADD_SUGGESTION "Order"
ADD SUGGESTION TOOL "book.bas" AS "Book a visit"
ADD_SUGGESTION_TEXT "I want to leave" AS "Leave"
HEAR answer
TALK answer
