/** A bucket as its store sees it: objects, parts, listings, failures. */
@NullMarked
package org.strongroom.storage.driver.s3.bucket;

import org.jspecify.annotations.NullMarked;
