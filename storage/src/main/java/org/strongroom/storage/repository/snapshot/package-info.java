/** Snapshots, and the trees that they lead to. */
@NullMarked
package org.strongroom.storage.repository.snapshot;

import org.jspecify.annotations.NullMarked;
