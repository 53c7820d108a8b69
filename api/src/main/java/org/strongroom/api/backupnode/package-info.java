/**
 * Operations on backup nodes: SFTP backup storages that the PowerVC face knows by a number (Backup
 * node registration).
 */
@NullMarked
package org.strongroom.api.backupnode;

import org.jspecify.annotations.NullMarked;
