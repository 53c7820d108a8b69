-- Images that have a copy in some status are counted in this alone. The image comes first: SQLite would otherwise take it
-- for conditions that most copies fulfil. The status itself lets PostgreSQL leave the table alone.
CREATE INDEX image_copy_status ON image_copy (image_uuid, lower(status), status);
