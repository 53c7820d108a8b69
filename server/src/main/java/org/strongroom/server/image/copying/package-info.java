/** Copies of images between storages, and which of them are good to read. */
@NullMarked
package org.strongroom.server.image.copying;

import org.jspecify.annotations.NullMarked;
