/** Backup storages. */
@NullMarked
package org.strongroom.api.backupstorage;

import org.jspecify.annotations.NullMarked;
