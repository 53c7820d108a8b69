/** Zones. */
@NullMarked
package org.strongroom.api.zone;

import org.jspecify.annotations.NullMarked;
