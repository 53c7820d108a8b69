/**
 * What all work on a repository stands on: its parts, blobs read and written, what may interrupt
 * it.
 */
@NullMarked
package org.strongroom.storage.repository.work;

import org.jspecify.annotations.NullMarked;
