/** Packs of sealed blobs. */
@NullMarked
package org.strongroom.storage.repository.pack;

import org.jspecify.annotations.NullMarked;
