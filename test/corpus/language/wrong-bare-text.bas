TALK hello there everyone
