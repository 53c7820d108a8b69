/** What the catalog knows of images and their copies: rows, places, damage, removal. */
@NullMarked
package org.strongroom.server.image.record;

import org.jspecify.annotations.NullMarked;
