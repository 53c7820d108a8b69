/** Buckets of S3-compatible object stores: objects in them, uploads in parts. */
@NullMarked
package org.strongroom.storage.driver.s3;

import org.jspecify.annotations.NullMarked;
