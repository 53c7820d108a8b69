/**
 * Open Virtualization Format packages (DMTF DSP0243): the tar archive, the OVF descriptor and the
 * manifest, read and written. {@link org.strongroom.storage.ova.writing.OvaWriter} writes one,
 * {@link org.strongroom.storage.ova.OvaFile} reads one on a storage, {@link
 * org.strongroom.storage.ova.OvaStream} reads one that comes in order, gzipped or not.
 */
@NullMarked
package org.strongroom.storage.ova;

import org.jspecify.annotations.NullMarked;
