/** Buckets of S3-compatible object stores: objects in them, uploads in parts. */
@NullMarked
package org.strongroom.storage.bucket;

import org.jspecify.annotations.NullMarked;
