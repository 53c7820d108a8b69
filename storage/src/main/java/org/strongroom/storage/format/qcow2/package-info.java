/** Disks in qcow2 (QEMU) images. */
@NullMarked
package org.strongroom.storage.format.qcow2;

import org.jspecify.annotations.NullMarked;
