/**
 * Backup nodes: SFTP backup storages that the PowerVC face knows by a number (Backup node
 * registration). Registering, changing and deregistering them, and how healthy they are.
 */
@NullMarked
package org.strongroom.server.backupnode;

import org.jspecify.annotations.NullMarked;
