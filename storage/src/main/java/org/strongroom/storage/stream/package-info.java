/** Streams that are read in blocks. */
@NullMarked
package org.strongroom.storage.stream;

import org.jspecify.annotations.NullMarked;
