/** What the catalog knows of volumes, their snapshots and the snapshots' copies. */
@NullMarked
package org.strongroom.server.volume.record;

import org.jspecify.annotations.NullMarked;
