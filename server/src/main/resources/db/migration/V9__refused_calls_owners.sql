-- Who may ask why a call was refused.
ALTER TABLE refused_call ADD COLUMN account_uuid VARCHAR(32) NOT NULL DEFAULT '';
ALTER TABLE refused_call ADD COLUMN session_digest VARCHAR(64);
