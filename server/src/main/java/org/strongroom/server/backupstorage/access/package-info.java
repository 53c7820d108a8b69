/** How a storage is reached: addresses, credentials, drivers. */
@NullMarked
package org.strongroom.server.backupstorage.access;

import org.jspecify.annotations.NullMarked;
