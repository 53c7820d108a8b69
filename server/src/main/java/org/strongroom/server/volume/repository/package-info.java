/** The repositories of backup storages: opened, measured, proved, cleaned up. */
@NullMarked
package org.strongroom.server.volume.repository;

import org.jspecify.annotations.NullMarked;
