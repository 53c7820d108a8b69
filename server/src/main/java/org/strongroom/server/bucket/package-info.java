/** Buckets of object stores: registering them, and what jobs do with them. */
@NullMarked
package org.strongroom.server.bucket;

import org.jspecify.annotations.NullMarked;
