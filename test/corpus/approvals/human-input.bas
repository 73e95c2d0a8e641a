' Somebody else than the visitor is asked.
supplier = HUMAN INPUT "Which supplier?" FROM "buyer", "ana@example.org" WITH item = "tea" REMIND 3600
TALK supplier
people = []
ON ERROR RESUME NEXT
HUMAN APPROVAL FROM people FOR "Nobody"
TALK ERROR MESSAGE
HUMAN APPROVAL FROM "a", "b" NEED 3
TALK ERROR MESSAGE
