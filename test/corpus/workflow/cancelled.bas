' Whoever cancels the run has undone what was done, the last step first; an undo may wait, fail, and ask a bot.
ORCHESTRATE WORKFLOW "trip"
  STEP 1: TALK "flight booked"
    COMPENSATE: TALK "flight cancelled"
  STEP 2: TALK "hotel booked"
    COMPENSATE: BOT "desk-clerk" "cancel the hotel"
  STEP 3: TALK "car booked"
    COMPENSATE: THROW "the car cannot be given back"
  STEP 4: HEAR answer
  TALK "never said"
END WORKFLOW
TALK "never said either"
