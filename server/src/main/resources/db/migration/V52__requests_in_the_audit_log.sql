-- What became of a request, and of many rows that one request was for, is asked by its id; the page of a user asks for what they called last.
CREATE INDEX audit_request ON audit (lower(request_id));
CREATE INDEX audit_account ON audit (account_uuid, time, uuid);
CREATE INDEX job_account ON job (account_uuid, created, uuid);
