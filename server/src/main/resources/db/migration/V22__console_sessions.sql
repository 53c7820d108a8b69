-- Sessions of the console: by when they end whatever is done in them. The API's sessions have none.
ALTER TABLE session ADD COLUMN console_until BIGINT;
