IF SESSION_ID() <> "" THEN TALK "a session of " + BOT_ID()
