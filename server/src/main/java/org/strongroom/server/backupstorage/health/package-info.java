/** Connecting, pinging and telling of changed status. */
@NullMarked
package org.strongroom.server.backupstorage.health;

import org.jspecify.annotations.NullMarked;
