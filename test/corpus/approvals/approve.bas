' A person decides; comment and edited data come back.
answer = HUMAN APPROVAL FROM "Ana", "role:manager" FOR "Refund of 20" WITH order = 7, amount = 20
  TIMEOUT 3600
IF answer.approved THEN TALK "approved by " + answer.by + ": " + answer.comment
TALK "order " + answer.data.order
HUMAN APPROVAL FROM "ana" FOR "Another" INTO second
TALK "second: " + second.approved + ", " + second.by
