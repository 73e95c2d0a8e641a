' Nobody answers: the decision says so, and a late answer is told.
answer = HUMAN APPROVAL FROM "manager" FOR "Discount" TIMEOUT 60
TALK answer.approved + " " + answer.timedout
HUMAN INPUT "Which supplier?" INTO supplier FROM "buyer" TIMEOUT 60
TALK "supplier " + (supplier = NOTHING)
WAIT 10
