/** Buckets over real object stores. */
@NullMarked
package org.strongroom.storage.bucket;

import org.jspecify.annotations.NullMarked;
