/** Tells the formats of images apart, opens the disks inside, and refuses what is none. */
@NullMarked
package org.strongroom.storage.inspection;

import org.jspecify.annotations.NullMarked;
