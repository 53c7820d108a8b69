/** Disks on their way into another format. */
@NullMarked
package org.strongroom.storage.conversion;

import org.jspecify.annotations.NullMarked;
