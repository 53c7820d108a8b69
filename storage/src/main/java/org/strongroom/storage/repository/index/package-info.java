/** Which pack holds which blob. */
@NullMarked
package org.strongroom.storage.repository.index;

import org.jspecify.annotations.NullMarked;
