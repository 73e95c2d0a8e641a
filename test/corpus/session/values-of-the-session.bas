SET SESSION "step", 2
SET "session.name", "Ana"
SET "session.town" = "Porto"
role = "guest"
SET role, role
TALK GET SESSION "step"
name = GET "session.name"
town = GET "town"
TALK name + ", " + town + ", " + GET("role")
SET SESSION "step", NOTHING
IF GET SESSION "step" IS NULL THEN TALK "gone"
