/** What no generation uses any more, and how its room comes back. */
@NullMarked
package org.strongroom.storage.repository.clean;

import org.jspecify.annotations.NullMarked;
