/** Bytes on their way: from a source to storages, and from a storage to a reader, hashed. */
@NullMarked
package org.strongroom.storage.transfer;

import org.jspecify.annotations.NullMarked;
