/** Which addresses may be asked, and for how long. */
@NullMarked
package org.strongroom.storage.source.guard;

import org.jspecify.annotations.NullMarked;
