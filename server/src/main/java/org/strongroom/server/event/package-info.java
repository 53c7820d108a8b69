/** The event log. */
@NullMarked
package org.strongroom.server.event;

import org.jspecify.annotations.NullMarked;
