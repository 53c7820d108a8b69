/** A load driver that is light enough to share the machine with the server it drives. */
@NullMarked
package org.strongroom.bench.load;

import org.jspecify.annotations.NullMarked;
