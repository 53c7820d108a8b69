/** Volume snapshots and their copies on storages. */
@NullMarked
package org.strongroom.server.snapshot;

import org.jspecify.annotations.NullMarked;
