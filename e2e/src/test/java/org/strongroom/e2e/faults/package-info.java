/**
 * Servers that are killed, paused, cut off, or out of room, alone and as a cluster: nothing that
 * was acknowledged is lost.
 */
@NullMarked
package org.strongroom.e2e.faults;

import org.jspecify.annotations.NullMarked;
