' Blackboard: what is known stands in one object; each bot writes the key that is its own, and the history is kept.
ADD BOT "doctor" WITH ROLE "names symptoms"
ADD BOT "nurse" WITH ROLE "names what to ask"
TALK "What is the matter?"
HEAR complaint
board = { complaint: complaint }
history = []
ORCHESTRATE WORKFLOW "board"
  FOR EACH writer IN ["doctor", "nurse"]
    STEP writer: BOT writer "write your part of the board" INTO part
    board[writer] = part
    history.PUSH(writer + " wrote")
  NEXT
END WORKFLOW
TALK board.doctor + " / " + board.nurse
TALK JOIN(history, ", ")
