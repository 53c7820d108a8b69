package org.strongroom.storage.driver.s3.bucket;

/**
 * An object that is to be uploaded.
 *
 * @param size bytes, at least 1
 * @param sha256 of its bytes, in lower-case hexadecimal: checked while they go, kept with the
 *     object
 */
public record NewObject(String key, long size, String sha256) {}
