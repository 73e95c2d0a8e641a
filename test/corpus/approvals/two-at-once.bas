' Two open at once: each answer wakes its own.
PARALLEL
  BRANCH a:
    first = HUMAN APPROVAL FROM "ana" FOR "First"
    TALK "first " + first.approved
  BRANCH b:
    second = HUMAN APPROVAL FROM "ana" FOR "Second"
    TALK "second " + second.approved
END PARALLEL
TALK "both"
