/** Disks in VDI (VirtualBox) images. */
@NullMarked
package org.strongroom.storage.format.vdi;

import org.jspecify.annotations.NullMarked;
