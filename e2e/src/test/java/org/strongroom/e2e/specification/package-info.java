/** The lines of the two specifications, in their order, and the clients that follow them. */
@NullMarked
package org.strongroom.e2e.specification;

import org.jspecify.annotations.NullMarked;
