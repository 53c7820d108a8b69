-- What became of a request, and of many rows that one request was for, is asked by its id.
CREATE INDEX audit_request ON audit (lower(request_id));
