/** Disk image formats read by their headers, and digests. */
@NullMarked
package org.strongroom.storage.format;

import org.jspecify.annotations.NullMarked;
