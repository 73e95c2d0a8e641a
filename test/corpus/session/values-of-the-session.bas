SET SESSION "step", 2
SET "session.name", "Ana"
SET "session.town" = "Porto"
role = "guest"
SET role, role
TALK GET SESSION "step"
TALK GET "session.name" + " " + GET("town") + " " + GET "role"
SET SESSION "step", NOTHING
IF GET SESSION "step" IS NULL THEN TALK "gone"
