HEAR item AS "done", *
TALK "You said " + item
