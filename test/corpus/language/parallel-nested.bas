' A branch's own branches begin before the next branch does: the lowest address goes first.
seen = ""
PARALLEL
  BRANCH a:
    PARALLEL
      BRANCH inner:
        seen = seen & "1"
        TALK "inner asks"
        seen = seen & "3"
      BRANCH beside:
        seen = seen & "2"
    END PARALLEL
    seen = seen & "4"
  BRANCH b:
    seen = seen & "b"
END PARALLEL
TALK seen
