/** What the catalog knows of image backups, and of the nodes that they lie on. */
@NullMarked
package org.strongroom.server.imagebackup.record;

import org.jspecify.annotations.NullMarked;
