/** Buckets, over real object stores. */
@NullMarked
package org.strongroom.server.objectstore;

import org.jspecify.annotations.NullMarked;
