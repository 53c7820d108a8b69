/** Disks in VMDK (VMware) images. */
@NullMarked
package org.strongroom.storage.format.vmdk;

import org.jspecify.annotations.NullMarked;
