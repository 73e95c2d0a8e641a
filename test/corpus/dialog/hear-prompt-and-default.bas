HEAR guests AS INTEGER WITH "How many guests?" DEFAULT 2
TALK guests * 10
