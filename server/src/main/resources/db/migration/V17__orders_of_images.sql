-- Pages of images in other orders than by name and by creation come from an index, as those of copies do.
CREATE INDEX image_size ON image (size, uuid);
CREATE INDEX image_actual_size ON image (actual_size, uuid);
CREATE INDEX image_updated ON image (updated, uuid);
CREATE INDEX image_copy_created ON image_copy (created, image_uuid, backup_storage_uuid);
