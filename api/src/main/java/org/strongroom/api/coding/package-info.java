/** How the bytes of images are packed for their way between the server and its tools. */
@NullMarked
package org.strongroom.api.coding;

import org.jspecify.annotations.NullMarked;
