/** Tables of what storages keep: images, image backups, volumes and their snapshots. */
@NullMarked
package org.strongroom.server.catalog.content;

import org.jspecify.annotations.NullMarked;
