-- A second password of a repository while it gets a new one: that, and then the old one until its key file is gone.
ALTER TABLE repository ADD COLUMN spare_password TEXT; -- encrypted
