/** What callers can see and do of running jobs. */
@NullMarked
package org.strongroom.server.task;

import org.jspecify.annotations.NullMarked;
