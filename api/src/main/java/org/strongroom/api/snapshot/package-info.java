/** Volume snapshots and their copies. */
@NullMarked
package org.strongroom.api.snapshot;

import org.jspecify.annotations.NullMarked;
