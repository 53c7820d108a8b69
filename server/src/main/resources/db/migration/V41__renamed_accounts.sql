-- When an account got another name; not 0 as long as manifests of its images are to be marked.
ALTER TABLE account ADD COLUMN renamed BIGINT NOT NULL DEFAULT 0;
