/** Garbage, rescans and verification of what lies on storages. */
@NullMarked
package org.strongroom.server.backupstorage.upkeep;

import org.jspecify.annotations.NullMarked;
