/** What the catalog knows of backup storages: rows, state, status, capacity, reservations. */
@NullMarked
package org.strongroom.server.backupstorage.record;

import org.jspecify.annotations.NullMarked;
