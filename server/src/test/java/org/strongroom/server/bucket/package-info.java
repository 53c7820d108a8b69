/** Buckets, over real object stores. */
@NullMarked
package org.strongroom.server.bucket;

import org.jspecify.annotations.NullMarked;
