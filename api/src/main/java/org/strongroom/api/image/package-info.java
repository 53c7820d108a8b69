/** Images and their copies. */
@NullMarked
package org.strongroom.api.image;

import org.jspecify.annotations.NullMarked;
