HEAR name WITH "Are you there?"
TALK "never said"
