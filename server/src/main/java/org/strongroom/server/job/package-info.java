/** Durable jobs: steps, leases, undo, cancel. Knows no operation, only their definitions. */
@NullMarked
package org.strongroom.server.job;

import org.jspecify.annotations.NullMarked;
