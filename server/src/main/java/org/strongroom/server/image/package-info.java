/** Images: added, kept, read back, deleted and expunged. */
@NullMarked
package org.strongroom.server.image;

import org.jspecify.annotations.NullMarked;
