/**
 * Backup storages: adding, changing, connecting and deleting them, their room, and what lies on
 * them without an owner.
 */
@NullMarked
package org.strongroom.server.backupstorage;

import org.jspecify.annotations.NullMarked;
