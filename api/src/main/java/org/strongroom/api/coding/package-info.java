/** Forms of bytes and texts that the server and its tools share: packed images, cells of CSV. */
@NullMarked
package org.strongroom.api.coding;

import org.jspecify.annotations.NullMarked;
