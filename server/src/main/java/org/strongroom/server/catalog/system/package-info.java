/** Tables of the service itself: jobs, events, audit, settings, nodes, notifications, tags. */
@NullMarked
package org.strongroom.server.catalog.system;

import org.jspecify.annotations.NullMarked;
