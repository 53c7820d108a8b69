-- SFTP storages whose server cannot bring files to its disk when asked, and that are used all the same.
ALTER TABLE backup_storage ADD COLUMN allow_unsynced BOOLEAN NOT NULL DEFAULT FALSE;
