package org.strongroom.storage.driver.s3.bucket;

import java.time.Instant;
import java.util.Optional;

/**
 * An object in a bucket.
 *
 * @param size bytes
 * @param etag names this very content, quotes included
 * @param sha256 of its bytes, as kept with objects that were uploaded in parts; lists do not tell
 *     it
 */
public record ObjectFacts(
    String key, long size, String etag, Instant lastModified, Optional<String> sha256) {}
