FOR EACH fruit IN ["apple", "pear"]
  TALK fruit
NEXT fruit
FOR EACH fruit IN ["fig"] DO
  TALK fruit
NEXT
FOR EACH fruit IN ["plum", "kiwi"]
  TALK fruit
END FOR
