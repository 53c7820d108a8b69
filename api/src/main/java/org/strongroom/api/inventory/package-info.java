/** What resources show of themselves. */
@NullMarked
package org.strongroom.api.inventory;

import org.jspecify.annotations.NullMarked;
