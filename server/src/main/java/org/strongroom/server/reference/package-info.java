/** Writes the reference documents in {@code docs} from the declarations. */
@NullMarked
package org.strongroom.server.reference;

import org.jspecify.annotations.NullMarked;
