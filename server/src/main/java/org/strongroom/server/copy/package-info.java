/**
 * One life of a copy: room is reserved, bytes are streamed to their place on one or several
 * storages, proved and put there at once, or nothing is left. Knows nothing of what the bytes are.
 */
@NullMarked
package org.strongroom.server.copy;

import org.jspecify.annotations.NullMarked;
