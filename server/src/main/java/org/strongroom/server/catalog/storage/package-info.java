/** Tables of backup storages, nodes and buckets, and of what is known of their room. */
@NullMarked
package org.strongroom.server.catalog.storage;

import org.jspecify.annotations.NullMarked;
