/** Disks in VHDX (Hyper-V) images. */
@NullMarked
package org.strongroom.storage.format.vhdx;

import org.jspecify.annotations.NullMarked;
