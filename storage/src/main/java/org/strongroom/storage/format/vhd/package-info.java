/** Disks in VHD (Virtual PC, Hyper-V, Azure) images. */
@NullMarked
package org.strongroom.storage.format.vhd;

import org.jspecify.annotations.NullMarked;
