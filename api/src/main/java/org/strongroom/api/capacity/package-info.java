/** How full backup storages are, were and will be. */
@NullMarked
package org.strongroom.api.capacity;

import org.jspecify.annotations.NullMarked;
