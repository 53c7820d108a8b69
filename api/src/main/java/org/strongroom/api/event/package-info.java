/** The event log. */
@NullMarked
package org.strongroom.api.event;

import org.jspecify.annotations.NullMarked;
