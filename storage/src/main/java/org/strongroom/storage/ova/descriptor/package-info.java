/** Descriptors read: the OVF of an archive, and the volume description of PowerVC. */
@NullMarked
package org.strongroom.storage.ova.descriptor;

import org.jspecify.annotations.NullMarked;
