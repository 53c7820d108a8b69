/** Images that come gzipped, or packed by xz, zstd or bzip2, and are unpacked in flight. */
@NullMarked
package org.strongroom.storage.packed;

import org.jspecify.annotations.NullMarked;
