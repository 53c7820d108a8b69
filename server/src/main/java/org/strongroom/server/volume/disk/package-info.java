/** Where volumes lie: files, servers and exports that are read, and restored to. */
@NullMarked
package org.strongroom.server.volume.disk;

import org.jspecify.annotations.NullMarked;
