/** Bounded platform threads for what burns a core or holds a carrier of the virtual threads. */
@NullMarked
package org.strongroom.server.lane;

import org.jspecify.annotations.NullMarked;
