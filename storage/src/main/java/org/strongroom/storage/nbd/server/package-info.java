/** A read-only NBD server for any disk. */
@NullMarked
package org.strongroom.storage.nbd.server;

import org.jspecify.annotations.NullMarked;
