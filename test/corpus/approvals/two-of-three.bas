' Two of three must agree, and nobody twice; the members of a role are named in config.csv.
answer = HUMAN APPROVAL FROM TWO OF "ana", "bob", "clerk" FOR "Order"
TALK answer.approved + " by " + answer.by
answer = HUMAN APPROVAL FROM "clerk" FOR "Stamp" NEED 1 REMIND 60
TALK answer.by
answer = HUMAN APPROVAL FROM ALL OF "ana", "bob" FOR "Both" REMIND 86400
TALK answer.approved
answer = HUMAN APPROVAL FROM THREE OF "a", "b", "c" FOR "Three"
TALK answer.approved
