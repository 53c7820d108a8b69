/** The file that says whose storage a directory is, and the claim on it. */
@NullMarked
package org.strongroom.server.backupstorage.marker;

import org.jspecify.annotations.NullMarked;
