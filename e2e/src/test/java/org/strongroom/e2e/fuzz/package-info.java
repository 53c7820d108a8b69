/** Calls made at random from the declarations of all faces, and what must hold after them. */
@NullMarked
package org.strongroom.e2e.fuzz;

import org.jspecify.annotations.NullMarked;
