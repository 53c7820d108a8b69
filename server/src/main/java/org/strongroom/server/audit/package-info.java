/** The audit log: one entry for each call that changes something. */
@NullMarked
package org.strongroom.server.audit;

import org.jspecify.annotations.NullMarked;
