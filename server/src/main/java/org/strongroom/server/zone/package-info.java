/** Zones. */
@NullMarked
package org.strongroom.server.zone;

import org.jspecify.annotations.NullMarked;
