SWITCH "b"
  CASE "a"
    TALK "first"
  CASE "b", "c"
    TALK "second"
  DEFAULT
    TALK "other"
END SWITCH
