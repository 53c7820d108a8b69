/** What a client and a server of the NBD protocol have in common: its numbers and its stream. */
@NullMarked
package org.strongroom.storage.nbd.wire;

import org.jspecify.annotations.NullMarked;
