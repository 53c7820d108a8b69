/** How full storages were, hour by hour, and when they will be full. */
@NullMarked
package org.strongroom.server.capacity;

import org.jspecify.annotations.NullMarked;
