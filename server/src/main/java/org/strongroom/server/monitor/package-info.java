/** Pings storages and brings lost ones back; tells what it sees through an interface of its own. */
@NullMarked
package org.strongroom.server.monitor;

import org.jspecify.annotations.NullMarked;
